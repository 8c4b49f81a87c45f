/** A net of about so many layers. */
export function netOfLayers(count: number): string;
/** A net of about so many bytes. */
export function netOfBytes(bytes: number): string;

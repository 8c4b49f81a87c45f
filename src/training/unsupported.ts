/** A layer, shape or size that the surrogate cannot imitate. */
export class Unsupported extends Error {}

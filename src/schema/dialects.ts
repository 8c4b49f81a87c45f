// STUB
export const dialectIds: readonly string[] = ['bvlc'];

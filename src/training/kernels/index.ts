/**
 * The inner loops of the surrogate, in AssemblyScript: compiled to WebAssembly with SIMD by `npm run generate`.
 * Pointers are byte offsets, sizes are in elements unless they say otherwise.
 */
export * from './dense';
export * from './normalise';
export * from './pointwise';
export * from './pool';
export * from './random';
export * from './update';

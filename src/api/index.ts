/** `caffe-lint`: the public entry. What is not exported here may change with any version. */
export { CaffeLint } from './caffe-lint.js';
export type { CaffeLintOptions, LintResult as CaffeLintResult, LoadedFormatter } from './caffe-lint.js';
export * from './browser.js';

/** `caffe-lint/linter`: what of the public entry needs no Node. */
export { Linter } from './linter.js';
export type { FixOptions, FixReport, LinterConfig, LinterSettings, Texts, VerifyOptions } from './linter.js';
export { RuleTester } from './rule-tester.js';
export type { Cases, ExpectedError, InvalidCase, ValidCase } from './rule-tester.js';
export * from './define.js';
export * from './toolkit.js';

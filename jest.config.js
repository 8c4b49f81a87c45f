/** ESM throughout: chevrotain ships nothing else. Run by `npm test`, which sets the flag node needs for it. */
export default {
  testEnvironment: 'node',
  maxWorkers: 2,
  globals: { CAFFE_LINT_VERSION: '0.0.0-test' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};

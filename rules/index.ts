/** The built-in rules. */
export { rules } from './index.gen.js';

/** What the process says when it ends; the same as ESLint's and Ruff's. */
export const EXIT_OK = 0;
/** Problems at error level are left (or, with --diff, fixes are to be made). */
export const EXIT_PROBLEMS = 1;
/** The tool could not do its work: wrong flags, a file that cannot be read, nothing to lint. */
export const EXIT_FAILURE = 2;

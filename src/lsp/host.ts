/** What the language server asks of the program around it: files and configurations. */
import type { LinterOptions } from '../lint/linter.js';
import type { SourceText } from '../text/source-text.js';

export interface LspHost {
  /**
   * How these files are linted; the answer holds until `forget`.
   * @throws Error with words for the user when a configuration cannot be followed.
   */
  optionsFor(paths: readonly string[]): Promise<(path: string) => LinterOptions>;
  /** Whether ignore files or configurations leave a file out. */
  isIgnored(path: string): Promise<boolean>;
  /** The file on disk that a solver names. */
  findNet(solver: string, net: string): string | undefined;
  /** A file on disk; undefined where there is none, or none that is text. */
  read(path: string): SourceText | undefined;
  /** A file's one name, whichever links lead to it. */
  realPath(path: string): string;
  /** Read configurations anew. */
  forget(): void;
  version: string;
}

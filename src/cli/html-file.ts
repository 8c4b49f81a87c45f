/** `--html FILE`: where the page goes, and what it never replaces. */
import { mkdirSync, openSync, readSync, closeSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { realPath, reasonOf } from './files.js';
import { SettingsError } from './settings.js';
import { writeWhole } from './write.js';

/** The page goes to standard output, and nothing else does. */
export const toStdout = (html: string | undefined): boolean => html === '-';

/**
 * Refuse what cannot be written before anything is read: a folder, a file that is read in this run, a
 * file that is no HTML page.
 * @throws SettingsError
 */
export function checkHtmlFile(path: string, inputs: readonly (string | undefined)[]): void {
  if (path === '') throw new SettingsError('--html takes the name of a file, or - for standard output');
  if (toStdout(path)) return;
  const real = realPath(path);
  if (inputs.some((input) => input !== undefined && realPath(input) === real))
    throw new SettingsError(`--html ${path}: this file is read; the page would replace it`);
  let stat;
  try {
    stat = statSync(path);
  } catch {
    return;
  }
  if (stat.isDirectory()) throw new SettingsError(`--html ${path}: it is a folder`);
  if (stat.isFile() && stat.size > 0 && !isPage(path))
    throw new SettingsError(`--html ${path}: there is a file that is no HTML page; it is left as it is`);
}

/** Write the page. @throws SettingsError with the reason where it cannot be written. */
export function writeHtml(path: string, page: string): void {
  if (toStdout(path)) {
    process.stdout.write(page);
    return;
  }
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeWhole(path, Buffer.from(page, 'utf8'));
  } catch (error) {
    throw new SettingsError(`--html ${path}: ${reasonOf(error, 'write')}`);
  }
}

function isPage(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(256);
      const read = readSync(file, head, 0, head.length, 0);
      return /^\s*<(!doctype\s+html|html)\b/i.test(head.toString('utf8', 0, read));
    } finally {
      closeSync(file);
    }
  } catch {
    // What cannot be read is not known to be a page.
    return false;
  }
}

/** Flags of the lint command that ask for something else than linting. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { printable } from '../../report/result.js';
import { Configured } from '../configured.js';
import type { ConfigFlags } from '../configured.js';
import { EXIT_FAILURE, EXIT_OK } from '../exit-codes.js';
import { reasonOf, shownPath } from '../files.js';
import { findInputs } from '../inputs.js';
import type { InputFlags } from '../inputs.js';
import { SettingsError } from '../settings.js';

export interface InsteadFlags {
  init: boolean;
  printConfig?: string | undefined;
  showFiles: boolean;
  listRules: boolean;
}

type Arguments = InsteadFlags &
  ConfigFlags &
  InputFlags & { rule: string[]; inlineConfig: boolean; format: string[]; color?: boolean | undefined };

/** Do what the flag asks; answers the exit code. */
export async function insteadOfLinting(argv: Arguments): Promise<number> {
  if (argv.init) return init();
  if (argv.listRules) {
    const [format = 'text', ...more] = argv.format;
    if (more.length > 0 || !['text', 'stylish', 'json'].includes(format))
      throw new SettingsError('--list-rules takes --format json or none');
    const { rulesCommand } = await import('./rules.js');
    return rulesCommand({ ...argv, format: format === 'json' ? 'json' : 'text' });
  }
  const configured = new Configured(argv, { ...argv, errorsOnly: false });
  if (argv.printConfig !== undefined) {
    const { printConfig } = await import('../../config/print.js');
    process.stdout.write(`${printConfig(await configured.configWithFlags(argv.printConfig))}\n`);
    return EXIT_OK;
  }
  const { files, problems } = await findInputs(argv, configured);
  for (const file of files) process.stdout.write(`${printable(shownPath(file.path))}\n`);
  for (const p of problems)
    process.stderr.write(`caffe-lint: ${printable(p.path)}: ${printable(p.reason)}\n`);
  return problems.length > 0 ? EXIT_FAILURE : EXIT_OK;
}

/** Write a first configuration into the working folder, unless there is one. */
async function init(): Promise<number> {
  const { initialConfig } = await import('../../config/print.js');
  const { Discovery } = await import('../../config/discover.js');
  const folder = process.cwd();
  const there = new Discovery().configIn(folder);
  if (there !== undefined)
    throw new SettingsError(`${shownPath(there)} is there already; it was left as it is`);
  const path = resolve(folder, '.caffelintrc.json');
  try {
    writeFileSync(path, initialConfig, { flag: 'wx' });
  } catch (error) {
    throw new SettingsError(`${shownPath(path)}: ${reasonOf(error)}`);
  }
  process.stdout.write(`wrote ${shownPath(path)}\n`);
  return EXIT_OK;
}

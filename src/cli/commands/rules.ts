/** `caffe-lint rules`: every rule with its severity, symptom and fix. */
import { printable } from '../../report/result.js';
import { colorWanted, makeColors } from '../../report/colors.js';
import { Configured, type ConfigFlags } from '../configured.js';
import { EXIT_OK } from '../exit-codes.js';

export interface RulesArguments extends ConfigFlags {
  format: 'text' | 'json';
  color?: boolean | undefined;
}

/** Run the command; answers the exit code. */
export async function rulesCommand(argv: RulesArguments): Promise<number> {
  const rules = await new Configured(argv).rulesHere();
  if (argv.format === 'json') {
    process.stdout.write(`${JSON.stringify(rules.map((r) => r.meta))}\n`);
    return EXIT_OK;
  }
  const colors = makeColors(colorWanted(argv.color, process.stdout, process.env));
  const width = Math.max(...rules.map((r) => r.meta.id.length));
  for (const { meta } of rules)
    process.stdout.write(
      `${colors.bold(printable(meta.id).padEnd(width))}  ${meta.severity.padEnd(5)}  ${meta.symptom.padEnd(12)}  ${meta.fix === 'none' ? '   ' : 'fix'}  ${printable(meta.description)}\n`,
    );
  return EXIT_OK;
}

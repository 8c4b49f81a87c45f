/** `caffe-lint rules`: every rule with its severity, symptom and fix. */
import { builtInRules } from '../../config/builtin.js';
import { colorWanted, makeColors } from '../../report/colors.js';
import { EXIT_OK } from '../exit-codes.js';

/** Run the command; answers the exit code. */
export async function rulesCommand(argv: {
  format: 'text' | 'json';
  color?: boolean | undefined;
}): Promise<number> {
  if (argv.format === 'json') {
    process.stdout.write(`${JSON.stringify(builtInRules.map((r) => r.meta))}\n`);
    return EXIT_OK;
  }
  const colors = makeColors(colorWanted(argv.color, process.stdout, process.env));
  const width = Math.max(...builtInRules.map((r) => r.meta.id.length));
  for (const { meta } of builtInRules)
    process.stdout.write(
      `${colors.bold(meta.id.padEnd(width))}  ${meta.severity.padEnd(5)}  ${meta.symptom.padEnd(12)}  ${meta.fix === 'none' ? '   ' : 'fix'}  ${meta.description}\n`,
    );
  return EXIT_OK;
}

/** `caffe-lint explain RULE|NUMBER`: a rule's page, or what a loss that stands still means. */
import { builtInRules, directivePages } from '../../config/builtin.js';
import { nearest } from '../../schema/suggest.js';
import { printable } from '../../report/result.js';
import { wrap } from '../../report/stylish.js';
import type { RuleMeta } from '../../engine/rule.js';
import { Configured, type ConfigFlags } from '../configured.js';
import { EXIT_FAILURE, EXIT_OK } from '../exit-codes.js';
import { meaningsOf } from '../loss-values.js';

/** Run the command; answers the exit code. */
export async function explainCommand(argv: ConfigFlags & { what: string }): Promise<number> {
  const { pages: rulePages } = await import('../../../rules/pages.gen.js');
  const pages = { ...rulePages, ...directivePages };
  const page = Object.hasOwn(pages, argv.what) ? pages[argv.what] : undefined;
  if (page !== undefined) {
    process.stdout.write(page);
    return EXIT_OK;
  }
  const value = numberIn(argv.what);
  if (value === undefined) {
    const rules = await new Configured(argv).rulesHere();
    const rule = rules.find((r) => r.meta.id === argv.what);
    if (rule) {
      process.stdout.write(pageOf(rule.meta));
      return EXIT_OK;
    }
    const near = nearest(
      argv.what,
      rules.map((r) => r.meta.id),
    );
    process.stderr.write(
      `caffe-lint: there is no rule "${printable(argv.what)}"${near ? `; did you mean "${near}"?` : ''} ("caffe-lint rules" lists them; a number from a log is explained too)\n`,
    );
    return EXIT_FAILURE;
  }
  const found = meaningsOf(value);
  if (found.length === 0) {
    process.stderr.write(`caffe-lint: a loss of ${value} is none of the values that a stuck run shows\n`);
    return EXIT_FAILURE;
  }
  for (const { title, text, symptom } of found) {
    process.stdout.write(`${title}\n\n${wrap(text, 96).join('\n')}\n`);
    const causes = builtInRules.filter((r) => r.meta.symptom === symptom);
    if (causes.length > 0) {
      process.stdout.write('\nRules that find the cause in the files:\n');
      for (const { meta } of causes) process.stdout.write(`  ${meta.id}: ${meta.description}\n`);
    }
    process.stdout.write('\n');
  }
  return EXIT_OK;
}

/** What there is to say of a plugin's rule. */
function pageOf({ id, description, severity, symptom, fix, options, defaults }: RuleMeta): string {
  const lines = [`# ${id}`, '', ...wrap(description, 96), ''];
  lines.push(`severity: ${severity}`, `symptom: ${symptom}`, `fix: ${fix}`);
  if (options) lines.push(`options: ${JSON.stringify(options)}`);
  if (defaults) lines.push(`defaults: ${JSON.stringify(defaults)}`);
  return `${lines.map(printable).join('\n')}\n`;
}

/** "0.693", "nan" as logs print it, or "ln 10"; "ln K" is shown for two classes. Undefined for anything else. */
function numberIn(what: string): number | undefined {
  if (/^nan$/i.test(what)) return NaN;
  const classes = /^(?:ln|log)[\s(]*(\d+|k)\)?$/i.exec(what.trim())?.[1];
  if (classes !== undefined) return Math.log(/^k$/i.test(classes) ? 2 : Number(classes));
  const value = Number(what);
  return what.trim() === '' || Number.isNaN(value) ? undefined : value;
}

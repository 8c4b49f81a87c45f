/** How a rule is written: metadata once, and a check over the analysed unit. */
import type { TextDocument } from '../document/document.js';
import type { Range } from '../document/message.js';
import type { Unit } from './unit.js';
import type { Category, Fix, Related, Severity, Symptom } from './finding.js';

export interface RuleMeta {
  /** kebab-case; names the defect. */
  id: string;
  category: Category;
  /** Severity in the recommended preset. Error is for what is certain. */
  severity: Severity | 'off';
  symptom: Symptom;
  /** One sentence: what is wrong. */
  description: string;
  fix: 'none' | 'safe' | 'unsafe';
  /** JSON schema of the options object, its properties documented. */
  options?: Readonly<Record<string, unknown>>;
  defaults?: Readonly<Record<string, unknown>>;
}

export interface Report {
  /** The file it is about. */
  doc: TextDocument;
  at: Range;
  message: string;
  fix?: Fix | undefined;
  /** Name of the view it was seen in; the same finding of several views is reported once. */
  view?: string;
  related?: Related[];
  /** Where the rule's own severity is too strong for this case. */
  severity?: Severity;
  /** Where this case shows otherwise than the rule's own symptom. */
  symptom?: Symptom;
}

export interface RuleContext {
  unit: Unit;
  options: Readonly<Record<string, unknown>>;
  report(report: Report): void;
}

export interface Rule {
  meta: RuleMeta;
  check(context: RuleContext): void;
}

/** Identity, with the types checked. */
export const defineRule = (rule: Rule): Rule => rule;

/** What plugins and programs write: identity functions that give the types, and the types themselves. */
import type { PluginDialect } from '../config/plugin.js';
import type { Rule } from '../engine/rule.js';
import type { LayerType } from '../layers/layer-type.js';
import type { Formatter } from '../report/plugin-formats.js';

export { defineRule } from '../engine/rule.js';
export { defineLayer } from '../layers/layer-type.js';
export type { Rule, RuleContext, RuleMeta, Report as RuleReport } from '../engine/rule.js';
export type { Applicability, Category, Finding, Fix, Severity, Symptom } from '../engine/finding.js';
export type { Unit } from '../engine/unit.js';
export type { Edit } from '../text/edit.js';
export type { SourceText, Position } from '../text/source-text.js';
export type { TextDocument } from '../document/document.js';
export type { Message, Range, Value } from '../document/message.js';
export type { NetAnalysis, ViewAnalysis } from '../analysis/net-analysis.js';
export type {
  BackwardReads,
  Count,
  LayerType,
  ParamBlob,
  RefusalId,
  SetupContext,
  SetupResult,
} from '../layers/layer-type.js';
export type { Dim, Shape } from '../shapes/shape.js';
export type { ForwardContext, Moments } from '../numeric/moments.js';
export type { BackwardContext, BackwardResult, Gradient } from '../numeric/gradient.js';
export type { FieldRow } from '../schema/descriptor.js';
export type { PluginDialect } from '../config/plugin.js';
export type { Formatter, FormatterContext } from '../report/plugin-formats.js';
export type { FileObject as LintResult } from '../report/json.js';
export type { ReportedMessage as LintMessage } from '../report/result.js';

/** What a plugin exports as its default. Every part may be left out. */
export interface Plugin {
  /** Rules by name; in a configuration they are called `plugin/name`. Their `meta.id` is given by the name. */
  rules?: Readonly<Record<string, Rule>> | readonly Rule[];
  /** Layer types; one of the same `type` as a built-in one takes its place. */
  layers?: readonly LayerType[];
  /** Dialects, called `plugin/id` in `--dialect` and in `settings.dialect`; `auto` tries them, too. */
  dialects?: readonly PluginDialect[];
  /** Reports, called `plugin/name` in `--format`. */
  formatters?: Readonly<Record<string, Formatter>>;
}

/** Identity, with the types checked. */
export const definePlugin = (plugin: Plugin): Plugin => plugin;

/** Identity, with the types checked. */
export const defineDialect = (dialect: PluginDialect): PluginDialect => dialect;

/** Identity, with the types checked. */
export const defineFormatter = (formatter: Formatter): Formatter => formatter;

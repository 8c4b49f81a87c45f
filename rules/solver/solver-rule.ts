/** Rules over one SolverParameter. */
import { appendField, removeField, setField } from '../../src/document/edit-verbs.js';
import type { TextDocument } from '../../src/document/document.js';
import type { Message } from '../../src/document/message.js';
import type { Applicability, Fix } from '../../src/engine/finding.js';
import { nearest } from '../../src/schema/suggest.js';
import { defineRule } from '../../src/engine/rule.js';
import type { Report, Rule, RuleMeta } from '../../src/engine/rule.js';
import type { Unit } from '../../src/engine/unit.js';

type SolverReport = Omit<Report, 'doc' | 'at'> & { at?: Report['at'] };

/** A rule that runs on every solver that parses; `report` places findings in the solver's file. */
export function solverRule(
  meta: RuleMeta,
  check: (solver: Message, report: (r: SolverReport) => void, doc: TextDocument, unit: Unit) => void,
): Rule {
  return defineRule({
    meta,
    check({ unit, report }) {
      const doc = unit.solverDoc;
      const solver = unit.solver;
      if (!doc || !solver || doc.tree.errors.length > 0) return;
      check(solver, (r) => report({ doc, at: solver.here(), ...r }), doc, unit);
    },
  });
}

/** Does the text mean to set this field, but its name or value cannot be read? That is told already. */
export const isMisread = (doc: TextDocument, name: string): boolean =>
  doc.issues.some(({ kind, field, type }) =>
    kind === 'unknown-field'
      ? field !== undefined && nearest(field, type.fields.keys()) === name
      : field === name,
  );

/** A fix that sets a field of the solver, or appends it. */
export function setFix(
  doc: TextDocument,
  solver: Message,
  name: string,
  value: string,
  applicability: Applicability = 'unsafe',
): Fix | undefined {
  const edit = setField(doc.tree, solver, name, value);
  return edit && { title: `Set ${name}: ${value}`, applicability, edits: [edit] };
}

/** A fix that appends fields to the solver. */
export function appendFix(doc: TextDocument, fields: string[], applicability: Applicability = 'unsafe'): Fix {
  return {
    title: `Add ${fields.join(' and ')}`,
    applicability,
    edits: fields.map((f) => appendField(doc.tree, doc.tree.document, f)),
  };
}

/** A fix that removes every value of a field. */
export function removeFix(
  doc: TextDocument,
  solver: Message,
  name: string,
  applicability: Applicability,
): Fix | undefined {
  const nodes = [...new Set(solver.all(name).map((v) => v.node))];
  if (nodes.length === 0) return undefined;
  return { title: `Remove ${name}`, applicability, edits: nodes.map((n) => removeField(doc.tree, n)) };
}

/** Findings as the editor shows them. */
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Diagnostic, Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../engine/finding.js';
import { pathOf, uriFor } from './workspace.js';

export const SOURCE = 'caffe-lint';

/** Offsets as a range of the editor. */
export const rangeOf = (text: TextDocument, at: { start: number; end: number }): Range => ({
  start: text.positionAt(at.start),
  end: text.positionAt(at.end),
});

/** A finding of a text; places in other files are told where the editor can show them. */
export function diagnosticOf(finding: Finding, text: TextDocument, related: boolean): Diagnostic {
  const only = finding.views ? ` (${finding.views.join(', ')} only)` : '';
  const diagnostic: Diagnostic = {
    range: rangeOf(text, finding),
    severity: finding.severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code: finding.ruleId,
    source: SOURCE,
    message: finding.message + only,
  };
  if (related && finding.related && finding.related.length > 0)
    diagnostic.relatedInformation = finding.related.map(({ source, start, end, message }) => ({
      location: {
        uri: source.path === pathOf(text.uri) ? text.uri : uriFor(source.path),
        range: {
          start: positionIn(source, start),
          end: positionIn(source, end),
        },
      },
      message,
    }));
  return diagnostic;
}

function positionIn(source: Finding['source'], offset: number): Range['start'] {
  const { line, column } = source.position(offset);
  return { line: line - 1, character: column - 1 };
}

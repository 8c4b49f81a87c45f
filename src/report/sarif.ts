/**
 * SARIF 2.1.0, the format of code scanning (OASIS standard; numbers in brackets are its sections).
 * Members as GitHub's "SARIF support for code scanning" asks for them.
 */
import { pages } from '../../rules/pages.gen.js';
import type { Finding } from '../engine/finding.js';
import type { SourceText } from '../text/source-text.js';
import { fingerprintsOf } from './fingerprint.js';
import { webUrl } from './link.js';
import { fileUri, relativeUri, rootUri, rootedPath } from './paths.js';
import { placeOf } from './place.js';
import type { Report, RuleInfo } from './report.js';
import { toMessage } from './result.js';
import type { ReportedFile } from './result.js';
import { safeJson } from './safe-text.js';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const ROOT = '%SRCROOT%';
/**
 * Not `primaryLocationLineHash`: GitHub's upload action works that one out itself and warns about
 * every other value (github/codeql-action, src/fingerprints.ts).
 */
const FINGERPRINT = 'caffeLintFinding/v1';

/** The report as a SARIF log with one run. */
export function formatSarif(report: Report): string {
  const ids = [...new Set(report.files.flatMap((f) => f.findings.map((x) => x.ruleId)))].sort();
  const indices = new Map(ids.map((id, i) => [id, i]));
  const failures = report.files.filter((f) => f.failure !== undefined);
  return safeJson(
    {
      $schema: SCHEMA,
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'caffe-lint',
              version: report.version,
              semanticVersion: report.version,
              rules: ids.map((id) => ruleObject(id, report.rule(id))),
            },
          },
          invocations: [
            {
              executionSuccessful: failures.length === 0,
              ...(failures.length > 0
                ? { toolExecutionNotifications: failures.map((f) => notification(report, f)) }
                : {}),
            },
          ],
          // Of what is uploaded for one commit, GitHub keeps one run of each category (3.17.3: what the last slash ends).
          ...(report.shard
            ? { automationDetails: { id: `caffe-lint/${report.shard.index}-of-${report.shard.count}/` } }
            : {}),
          originalUriBaseIds: { [ROOT]: { uri: rootUri(report) } },
          columnKind: 'utf16CodeUnits',
          results: report.files.flatMap((file) => resultsOf(report, file, indices)),
        },
      ],
    },
    2,
  );
}

/** Braces are doubled (3.11.5), and what would be an embedded link is none any more (3.11.6). */
const messageObject = (text: string): { text: string } => ({
  text: text.replace(/[{}]/g, '$&$&').replaceAll('](', '] (') || ' ',
});

const levelOf = (severity: string): 'error' | 'warning' | 'none' =>
  severity === 'error' ? 'error' : severity === 'off' ? 'none' : 'warning';

function ruleObject(id: string, info: RuleInfo | undefined): object {
  if (!info) return { id };
  const url = webUrl(info.url);
  const page = info.page ?? (Object.hasOwn(pages, id) ? pages[id] : undefined);
  return {
    id,
    shortDescription: { text: info.description },
    fullDescription: { text: firstParagraph(page) ?? info.description },
    ...(url === undefined ? {} : { helpUri: url }),
    ...(page === undefined ? {} : { help: { text: page, markdown: page } }),
    defaultConfiguration: { enabled: info.severity !== 'off', level: levelOf(info.severity) },
    properties: { category: info.category, symptom: info.symptom, tags: tagsOf(info) },
  };
}

const tagsOf = ({ category, symptom }: RuleInfo): string[] => [
  ...new Set([category, ...(symptom === 'none' ? [] : [symptom])]),
];

/** A rule's page begins with its name as heading; what follows says what is wrong and why. */
const firstParagraph = (page: string | undefined): string | undefined =>
  page
    ?.split(/\n\s*\n/)
    .map((p) => p.trim())
    .find((p) => p !== '' && !p.startsWith('#'))
    ?.replace(/\s*\n\s*/g, ' ');

function artifact(report: Report, path: string): object {
  const uri = relativeUri(report, path);
  return uri === undefined ? { uri: fileUri(report, path) } : { uri, uriBaseId: ROOT };
}

function region(source: SourceText, from: number, to: number): object {
  const start = source.position(from);
  const end = source.position(to);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function notification(report: Report, file: ReportedFile): object {
  return {
    level: 'error',
    message: messageObject(file.failure ?? ''),
    locations: [{ physicalLocation: { artifactLocation: artifact(report, file.path) } }],
  };
}

function resultsOf(report: Report, file: ReportedFile, indices: ReadonlyMap<string, number>): object[] {
  if (file.failure !== undefined) return [];
  const artifactLocation = artifact(report, file.path);
  const prints = fingerprintsOf(file.findings, rootedPath(report, file.path));
  return file.findings.map((finding, i) => {
    const { source, start, end, ruleId } = finding;
    const place = placeOf(source, start);
    return {
      ruleId,
      ruleIndex: indices.get(ruleId),
      level: levelOf(finding.severity),
      message: messageObject(finding.message),
      locations: [
        {
          physicalLocation: { artifactLocation, region: region(source, start, end) },
          ...(place.path === ''
            ? {}
            : { logicalLocations: [{ name: place.layer ?? place.path, fullyQualifiedName: place.path }] }),
        },
      ],
      ...relatedOf(report, finding),
      partialFingerprints: { [FINGERPRINT]: prints[i] },
      ...fixesOf(finding, artifactLocation),
      properties: {
        category: finding.category,
        symptom: finding.symptom,
        ...(finding.views ? { views: finding.views } : {}),
      },
    };
  });
}

function relatedOf(report: Report, { related }: Finding): object {
  if (!related || related.length === 0) return {};
  return {
    relatedLocations: related.map((r, i) => ({
      id: i + 1,
      message: messageObject(r.message),
      physicalLocation: {
        artifactLocation: artifact(report, r.source.path),
        region: region(r.source, r.start, r.end),
      },
    })),
  };
}

/** One replacement per fix: a consumer applies it whole or not at all. */
function fixesOf(finding: Finding, artifactLocation: object): object {
  const fix = toMessage(finding).fix;
  if (!fix || fix.applicability === 'display') return {};
  return {
    fixes: [
      {
        description: messageObject(fix.title),
        artifactChanges: [
          {
            artifactLocation,
            replacements: [
              {
                deletedRegion: region(finding.source, ...fix.range),
                insertedContent: { text: fix.text },
              },
            ],
          },
        ],
        properties: { applicability: fix.applicability },
      },
    ],
  };
}

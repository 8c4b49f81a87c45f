/**
 * What the published schemas ask for. SARIF's own schema comes with @microsoft/jest-sarif; of the
 * others there is no package, so what they say is written down here.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import AjvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const read = (path: string): object => JSON.parse(readFileSync(path, 'utf8'));
const require = createRequire(import.meta.url);

/** SARIF 2.1.0 with all errata to rtm.5, the schema store's. */
function compileSarif(): ValidateFunction {
  const folder = join(require.resolve('@microsoft/jest-sarif'), '..');
  const ajv = new AjvDraft4.default({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(read(join(folder, 'schemas', 'sarif-2.1.0-rtm.5.json')));
}

const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv);

const text = { type: 'string', minLength: 1 };
const positive = { type: 'integer', minimum: 1 };

/**
 * gitlabhq/gitlabhq, app/validators/json_schemas/codeclimate.json (required members and their types),
 * lib/gitlab/ci/reports/codequality_reports.rb (severities; issues are kept by fingerprint) and
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format (the rest).
 */
const gitlab = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: text,
      check_name: text,
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        additionalProperties: false,
        properties: {
          path: { type: 'string', pattern: '^(?!\\./)' },
          lines: {
            type: 'object',
            required: ['begin'],
            additionalProperties: false,
            properties: { begin: positive, end: positive },
          },
        },
      },
    },
  },
};

const rdPosition = {
  type: 'object',
  required: ['line', 'column'],
  additionalProperties: false,
  properties: { line: positive, column: positive },
};
const rdRange = {
  type: 'object',
  required: ['start', 'end'],
  additionalProperties: false,
  properties: { start: rdPosition, end: rdPosition },
};
/** reviewdog/reviewdog, proto/rdf/reviewdog.proto and proto/rdf/jsonschema/DiagnosticResult.json. */
const rdjson = {
  type: 'object',
  required: ['source', 'diagnostics'],
  additionalProperties: false,
  properties: {
    source: {
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: { name: text, url: text },
    },
    diagnostics: {
      type: 'array',
      items: {
        type: 'object',
        required: ['message', 'location', 'severity', 'code'],
        additionalProperties: false,
        properties: {
          message: text,
          severity: { enum: ['ERROR', 'WARNING', 'INFO'] },
          location: {
            type: 'object',
            required: ['path'],
            additionalProperties: false,
            properties: { path: text, range: rdRange },
          },
          code: {
            type: 'object',
            required: ['value'],
            additionalProperties: false,
            properties: { value: { type: 'string' }, url: { type: 'string', format: 'uri' } },
          },
          suggestions: {
            type: 'array',
            items: {
              type: 'object',
              required: ['range', 'text'],
              additionalProperties: false,
              properties: { range: rdRange, text: { type: 'string' } },
            },
          },
        },
      },
    },
  },
};

const jsonReport = read(join(import.meta.dirname, '..', '..', 'docs', 'json-report.schema.json'));
const metadata = {
  type: 'object',
  required: ['results', 'metadata'],
  additionalProperties: false,
  properties: {
    results: { ...jsonReport, $schema: undefined },
    metadata: {
      type: 'object',
      required: ['version', 'cwd', 'rulesMeta'],
      additionalProperties: false,
      properties: {
        version: text,
        cwd: text,
        rulesMeta: {
          type: 'object',
          additionalProperties: {
            type: 'object',
            required: ['id', 'category', 'severity', 'symptom', 'fix', 'description'],
          },
        },
      },
    },
  },
  definitions: (jsonReport as { definitions: object }).definitions,
};
const line = {
  allOf: [{ $ref: '#/definitions/message' }, { type: 'object', required: ['filePath'] }],
  definitions: openMessage(),
};

/** The definitions, their message open for the `filePath` that a line of json-lines has besides. */
function openMessage(): object {
  const definitions = structuredClone((jsonReport as { definitions: Record<string, object> }).definitions);
  return { ...definitions, message: { ...definitions['message'], additionalProperties: true } };
}

export const validators = {
  sarif: compileSarif(),
  gitlab: ajv.compile(gitlab),
  rdjson: ajv.compile(rdjson),
  json: ajv.compile(jsonReport),
  'json-with-metadata': ajv.compile(JSON.parse(JSON.stringify(metadata))),
  'json-lines': ajv.compile(line),
};

/** Expect JSON text to follow a schema; answers what it says. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function expectValid(schema: keyof typeof validators, json: string): any {
  const value: unknown = JSON.parse(json);
  const validate = validators[schema];
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
  return value;
}

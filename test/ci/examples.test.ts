/** The examples for GitLab and Jenkins and the Dockerfile: their form, and their steps run for real. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { net, wrongBottom } from '../cli/support.js';
import { expectValid } from '../report/schemas.js';
import { readXml } from '../report/xml.js';
import { git, root, run } from './support.js';

jest.setTimeout(30_000);
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'caffe-lint-examples-'));
  mkdirSync(join(folder, 'models'));
  git(folder, 'init', '-q');
  writeFileSync(join(folder, 'models', 'good.prototxt'), net);
  writeFileSync(join(folder, 'models', 'bad.prototxt'), wrongBottom);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where the example has fetched caffe-lint to, the built one is used. */
const here = (script: string, cli: string): string => script.replaceAll(cli, join(root, 'dist', 'cli.js'));
const bash = (script: string, env: Record<string, string>): ReturnType<typeof run> =>
  run('bash', ['-eo', 'pipefail', '-c', script], { cwd: folder, env });

const strings = { type: 'array', items: { type: 'string' }, minItems: 1 };
/**
 * The members that the example uses, as gitlab-org/gitlab's app/assets/javascripts/editor/schema/ci.json
 * defines them; the published schema allows more, and nothing that this one refuses is in the example.
 */
const gitlabJob = {
  type: 'object',
  required: ['script'],
  additionalProperties: false,
  properties: {
    image: { type: 'string', minLength: 1 },
    variables: { type: 'object', additionalProperties: { type: 'string' } },
    before_script: strings,
    script: strings,
    artifacts: {
      type: 'object',
      additionalProperties: false,
      properties: {
        when: { enum: ['on_success', 'on_failure', 'always'] },
        reports: {
          type: 'object',
          additionalProperties: false,
          properties: { codequality: { type: 'string' }, junit: { type: 'string' } },
        },
      },
    },
    rules: {
      type: 'array',
      items: { type: 'object', additionalProperties: false, properties: { if: { type: 'string' } } },
    },
  },
};

test('GitLab: the job is well-formed, and leaves the reports that it promises', () => {
  const jobs = parse(read('examples', 'gitlab', '.gitlab-ci.yml'));
  const check = new Ajv().compile({ type: 'object', additionalProperties: gitlabJob });
  check(jobs);
  expect(check.errors ?? []).toEqual([]);
  const { script, artifacts } = jobs['caffe-lint'];
  const { status, stdout } = bash(here(script.join('\n'), '/tmp/caffe-lint/dist/cli.js'), {
    CI_PROJECT_DIR: folder,
  });
  expect(status).toBe(1);
  expect(stdout).toContain('models/bad.prototxt');
  const quality = expectValid('gitlab', readFileSync(join(folder, artifacts.reports.codequality), 'utf8'));
  expect(quality.map((i: { location: { path: string } }) => i.location.path)).toContain(
    'models/bad.prototxt',
  );
  expect(readXml(readFileSync(join(folder, artifacts.reports.junit), 'utf8')).name).toBe('testsuites');
});

test('Jenkins: brackets match, and the steps leave the reports that are recorded', () => {
  const file = read('examples', 'jenkins', 'Jenkinsfile');
  const code = file.replace(/'''[\s\S]*?'''|'[^'\n]*'|\/\/.*/g, '');
  const open: string[] = [];
  for (const bracket of code.match(/[()[\]{}]/g) ?? [])
    if ('([{'.includes(bracket)) open.push(bracket);
    else expect(`${open.pop()}${bracket}`).toMatch(/^(\(\)|\[\]|\{\})$/);
  expect(open).toEqual([]);
  const scripts = [...file.matchAll(/sh '''\n([\s\S]*?)'''/g)].map((m) => m[1]!);
  const lint = scripts.find((s) => s.includes('cli.js'))!;
  const { status } = bash(here(lint, '$WORKSPACE_TMP/caffe-lint/dist/cli.js'), { WORKSPACE: folder });
  expect(status).toBe(0);
  const pattern = /checkStyle\(pattern: '([^']+)'/.exec(file)![1]!;
  expect(readXml(readFileSync(join(folder, pattern), 'utf8')).name).toBe('checkstyle');
  const sarif = /archiveArtifacts artifacts: '([^']+)'/.exec(file)![1]!;
  expectValid('sarif', readFileSync(join(folder, sarif), 'utf8'));
});

test('the steps that fetch caffe-lint are the same in both', () => {
  const gitlab = read('examples', 'gitlab', '.gitlab-ci.yml');
  const jenkins = read('examples', 'jenkins', 'Jenkinsfile').replaceAll(
    '"$WORKSPACE_TMP/caffe-lint"',
    '/tmp/caffe-lint',
  );
  for (const step of parse(gitlab)['caffe-lint'].before_script) expect(jenkins).toContain(step);
});

test('Dockerfile: no complaint of the linter, no root, the command line as its entry', () => {
  const file = read('Dockerfile');
  expect(validate(file)).toEqual([]);
  expect(validate('FROM scratch\nRUM x\n')).not.toEqual([]);
  const last = file.slice(file.lastIndexOf('\nFROM '));
  expect(last).toMatch(/^USER node$/m);
  expect(last).toMatch(/^WORKDIR \/work$/m);
  expect(last).toMatch(/^ENTRYPOINT \["caffe-lint"\]$/m);
});

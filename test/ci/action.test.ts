/** The GitHub action, its examples and the problem matcher: valid for GitHub's own parser, and run as a runner would. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { net, wrongBottom } from '../cli/support.js';
import { expectValid } from '../report/schemas.js';
import { git, root, run } from './support.js';

jest.setTimeout(30_000);
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const action = parse(read('action.yml')) as {
  inputs: Record<string, { default: string }>;
  runs: { steps: { run: string; env: Record<string, string> }[] };
};

describe("GitHub's parser accepts", () => {
  const trace = new NoOperationTraceWriter();
  test('action.yml', () => {
    const { context } = parseAction({ name: 'action.yml', content: read('action.yml') }, trace);
    expect(context.errors.getErrors()).toEqual([]);
    const wrong = parseAction(
      { name: 'action.yml', content: 'name: x\nruns: { using: composite, stepz: [] }' },
      trace,
    );
    expect(wrong.context.errors.getErrors()).not.toEqual([]);
  });
  const examples = readdirSync(join(root, 'examples', 'github')).map((name) =>
    join('examples', 'github', name),
  );
  test.each([...examples, ...['ci', 'release'].map((n) => join('.github', 'workflows', `${n}.yml`))])(
    '%s',
    (name) => {
      const { context } = parseWorkflow({ name, content: read(name) }, trace);
      expect(context.errors.getErrors()).toEqual([]);
    },
  );
  test('the examples give the action inputs that it has', () => {
    let seen = 0;
    for (const name of examples)
      for (const job of Object.values((parse(read(name)) as { jobs: object }).jobs) as { steps: Step[] }[])
        for (const step of job.steps)
          if (step.uses?.startsWith('OWNER/caffe-lint@'))
            for (const input of Object.keys(step.with ?? {})) {
              expect(Object.keys(action.inputs)).toContain(input);
              seen++;
            }
    expect(seen).toBeGreaterThan(2);
  });
});

interface Step {
  uses?: string;
  with?: object;
}

describe('the steps, run as a runner would', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'caffe-lint-action-'));
    mkdirSync(join(folder, 'work'));
    git(join(folder, 'work'), 'init', '-q');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const put = (name: string, text: string): void => writeFileSync(join(folder, 'work', name), text);
  const file = (name: string): string => readFileSync(join(folder, name), 'utf8');

  /** Every step in turn, with the files by which steps talk to the runner; stops where one fails. */
  function act(inputs: Record<string, string> = {}): { status: number | null; out: string; output: string } {
    const env: Record<string, string> = {
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: join(folder, 'work'),
      RUNNER_TEMP: folder,
      GITHUB_ENV: join(folder, 'env'),
      GITHUB_OUTPUT: join(folder, 'output'),
    };
    for (const name of ['env', 'output']) writeFileSync(join(folder, name), '');
    let out = '';
    for (const step of action.runs.steps) {
      const values = Object.entries(step.env).map(([name, value]) => [name, expand(value, inputs)]);
      const set = file('env')
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split(/=(.*)/s));
      const { status, stdout, stderr } = run(
        'bash',
        ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run],
        { cwd: join(folder, 'work'), env: { ...env, ...Object.fromEntries([...set, ...values]) } },
      );
      out += stdout + stderr;
      if (status !== 0) return { status, out, output: file('output') };
    }
    return { status: 0, out, output: file('output') };
  }

  /** An expression of a composite action: an input, or where the action lies. */
  function expand(value: string, inputs: Record<string, string>): string {
    return value.replace(/\$\{\{ *(?:inputs\.([\w-]+)|github\.action_path) *\}\}/g, (_, input?: string) =>
      input === undefined ? root : (inputs[input] ?? String(action.inputs[input]!.default)),
    );
  }

  test('a sound net passes', () => {
    put('net.prototxt', net);
    expect(act()).toMatchObject({ status: 0, output: 'exit-code=0\n' });
  });

  test('an error fails the job, with an annotation on its line and SARIF for the upload', () => {
    put('net.prototxt', wrongBottom);
    const { status, out, output } = act({ files: 'net.prototxt\n', 'sarif-file': 'out/lint.sarif' });
    expect({ status, output }).toEqual({ status: 1, output: 'exit-code=1\n' });
    expect(out).toMatch(/^::error file=net\.prototxt,line=23,.*title=caffe-lint unknown-bottom::/m);
    const sarif = expectValid('sarif', file('work/out/lint.sarif'));
    expect(sarif.runs[0].results.map((r: { ruleId: string }) => r.ruleId)).toContain('unknown-bottom');
  });

  test('the problem matcher takes compact lines apart, and is taken away again', () => {
    put('net.prototxt', wrongBottom);
    const { out } = act({ format: 'compact' });
    const lines = out.split('\n');
    const path = lines[0]!.replace('::add-matcher::', '');
    const { problemMatcher } = JSON.parse(readFileSync(path, 'utf8'));
    const [{ regexp, ...parts }] = problemMatcher[0].pattern;
    const found = lines.flatMap((line) => {
      const match = new RegExp(regexp).exec(line);
      return match
        ? [Object.fromEntries(Object.entries(parts).map(([k, n]) => [k, match[n as number]]))]
        : [];
    });
    expect(found).toContainEqual(
      expect.objectContaining({
        file: 'net.prototxt',
        line: '23',
        column: '3',
        severity: 'error',
        code: 'unknown-bottom',
      }),
    );
    expect(lines).toContain(`::remove-matcher owner=${problemMatcher[0].owner}::`);
  });

  test('fix, config and since', () => {
    const unused = net.replace('  bottom: "label"', '  bottom: "label" # caffe-lint-disable-line');
    put('net.prototxt', unused);
    git(join(folder, 'work'), 'add', '.');
    git(join(folder, 'work'), 'commit', '-qm', 'x');
    expect(act({ since: 'HEAD' }).out).not.toContain('unused-directive');
    put('strict.yaml', 'rules: {unused-directive: error}');
    expect(act({ config: 'strict.yaml' }).status).toBe(1);
    expect(act({ fix: 'true' })).toMatchObject({ status: 0 });
    expect(file('work/net.prototxt')).toBe(net);
    const { status, out } = act({ fix: 'maybe' });
    expect(status).toBe(2);
    expect(out).toContain('the input fix is false, safe or unsafe, not "maybe"');
  });

  test('inputs are words, never commands or flags', () => {
    put('net.prototxt', net);
    put('--fix', wrongBottom);
    expect(act({ files: '$(touch made)\n`touch made`; touch made' }).status).toBe(2);
    expect(act({ files: '--fix' }).out).toContain('unknown-bottom');
    expect(file('work/--fix')).toBe(wrongBottom);
    expect(readdirSync(join(folder, 'work'))).not.toContain('made');
  });
});

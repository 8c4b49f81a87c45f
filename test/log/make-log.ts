/** Logs as BVLC's Caffe prints them, for tests. */

export interface LogPlan {
  losses: readonly (number | string)[];
  display?: number;
  start?: number;
  /** Thread number in glog's header; empty for a log without headers. */
  thread?: string;
  classes?: number;
  batch?: number;
  loss?: string;
  lossParam?: string;
  between?: string;
  rate?: number | readonly number[];
  maxIterations?: number;
  mode?: 'CPU' | 'GPU';
  tests?: readonly { iteration: number; loss?: number | string; accuracy?: number | string }[];
  solver?: boolean;
  done?: boolean;
}

/** The lines of one run. */
export function makeLog(plan: LogPlan): string[] {
  const {
    display = 10,
    start = 0,
    thread = '18032',
    batch = 32,
    loss = 'SoftmaxWithLoss',
    rate = 0.01,
  } = plan;
  const say = (text: string) => (thread ? `I1123 14:21:36.931722 ${thread} solver.cpp:45] ${text}` : text);
  const lines: string[] = [];
  if (plan.mode) lines.push(say(plan.mode === 'CPU' ? 'Use CPU.' : 'Using GPUs 0'));
  if (plan.solver !== false)
    lines.push(
      say('Initializing solver from parameters: '),
      `base_lr: ${rateAt(rate, 0)}`,
      `display: ${display}`,
      `max_iter: ${plan.maxIterations ?? 400}`,
      'lr_policy: "fixed"',
    );
  if (plan.classes !== undefined) lines.push(...netLines(plan, plan.classes, batch, loss, say));
  const tests = [...(plan.tests ?? [])];
  const test = (iteration: number) => {
    while (tests.length > 0 && tests[0]!.iteration <= iteration) {
      const t = tests.shift()!;
      lines.push(say(`Iteration ${t.iteration}, Testing net (#0)`));
      if (t.accuracy !== undefined) lines.push(say(`    Test net output #0: accuracy = ${t.accuracy}`));
      if (t.loss !== undefined)
        lines.push(say(`    Test net output #1: loss = ${t.loss} (* 1 = ${t.loss} loss)`));
    }
  };
  plan.losses.forEach((value, i) => {
    const iteration = start + i * display;
    test(iteration);
    lines.push(say(`Iteration ${iteration} (78.1 iter/s, 0.128s/10 iters), loss = ${value}`));
    lines.push(say(`    Train net output #0: loss = ${value} (* 1 = ${value} loss)`));
    lines.push(say(`Iteration ${iteration}, lr = ${rateAt(rate, i)}`));
  });
  test(Infinity);
  if (plan.done !== false) lines.push(say('Optimization Done.'));
  return lines;
}

const rateAt = (rate: number | readonly number[], i: number): number =>
  typeof rate === 'number' ? rate : (rate[Math.min(i, rate.length - 1)] ?? 0);

function netLines(
  plan: LogPlan,
  classes: number,
  batch: number,
  loss: string,
  say: (t: string) => string,
): string[] {
  const bottom = plan.between ? 'squashed' : 'ip';
  const between = plan.between
    ? [`layer { name: "squash" type: "${plan.between}" bottom: "ip" top: "squashed" }`]
    : [];
  return [
    say('Creating training net from net file: net.prototxt'),
    say('Initializing net from parameters: '),
    'name: "made"',
    'state { phase: TRAIN }',
    'layer { name: "data" type: "Data" top: "data" top: "label" }',
    `layer { name: "ip" type: "InnerProduct" bottom: "data" top: "ip" inner_product_param { num_output: ${classes} } }`,
    ...between,
    `layer { name: "loss" type: "${loss}" bottom: "${bottom}" bottom: "label" top: "loss" ${plan.lossParam ?? ''} }`,
    say('Creating Layer data'),
    say('data -> data'),
    say('data -> label'),
    say('Setting up data'),
    say(`Top shape: ${batch} 3 8 8 (${batch * 192})`),
    say(`Top shape: ${batch} (${batch})`),
    say('Creating Layer ip'),
    say('ip <- data'),
    say('ip -> ip'),
    say('Setting up ip'),
    say(`Top shape: ${batch} ${classes} (${batch * classes})`),
    say('Creating Layer loss'),
    say(`loss <- ${bottom}`),
    say('loss <- label'),
    say('loss -> loss'),
    say('Setting up loss'),
    say('Top shape: (1)'),
    say('    with loss weight 1'),
    say('Network initialization done.'),
    say('Starting Optimization'),
  ];
}

/** Values that repeat from run to run and look like noise: -1 to 1. */
export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** `n` values of a function of 0 … n-1. */
export const curve = (n: number, value: (i: number) => number): number[] =>
  Array.from({ length: n }, (_, i) => Number(value(i).toPrecision(6)));

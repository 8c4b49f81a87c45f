/**
 * Just enough of a printed net or solver to know what its loss should be. Read from the syntax tree,
 * without a schema: logs come from every fork, and glog cuts long nets in the middle.
 */
import { parse } from '../../grammar/parser.js';
import type { DocumentNode, FieldNode, MessageNode } from '../../grammar/syntax.js';
import { fieldsOf } from '../../grammar/syntax.js';

export interface PrintedLayer {
  name: string;
  /** Lower case without underscores: `softmaxwithloss`, and `softmaxloss` of V1 nets, `innerproduct`. */
  type: string;
  bottoms: string[];
  tops: string[];
  lossWeights: number[];
  node: MessageNode;
}

type Holder = MessageNode | DocumentNode;

const named = (node: Holder, name: string): FieldNode[] => fieldsOf(node).filter((f) => f.name === name);

/** Scalar of a field as text, quotes removed; undefined when it is not set. */
export function scalar(node: Holder | undefined, name: string): string | undefined {
  return node && scalars(node, name)[0];
}

function scalars(node: Holder, name: string): string[] {
  return named(node, name).flatMap(({ value }) => {
    if (!value || value.kind === 'message') return [];
    const items = value.kind === 'list' ? value.items : [value];
    return items.flatMap((item) =>
      item.kind === 'scalar'
        ? [(item.minus ? '-' : '') + item.tokens.map((t) => t.image.replace(/^["']|["']$/g, '')).join('')]
        : [],
    );
  });
}

export function message(node: Holder | undefined, name: string): MessageNode | undefined {
  const value = node && named(node, name)[0]?.value;
  return value?.kind === 'message' ? value : undefined;
}

/** The layers of a printed net, in order. */
export function layersOf(text: string): PrintedLayer[] {
  return fieldsOf(parse(text).document).flatMap(({ name, value }) => {
    if ((name !== 'layer' && name !== 'layers') || value?.kind !== 'message') return [];
    return [
      {
        name: scalar(value, 'name') ?? '',
        type: (scalar(value, 'type') ?? '').toLowerCase().replaceAll('_', ''),
        bottoms: scalars(value, 'bottom'),
        tops: scalars(value, 'top'),
        lossWeights: scalars(value, 'loss_weight').map(Number),
        node: value,
      },
    ];
  });
}

export interface SolverFacts {
  baseRate: number | undefined;
  policy: string | undefined;
  type: string | undefined;
  maxIterations: number | undefined;
  display: number | undefined;
  averageLoss: number;
  testInterval: number | undefined;
}

/** What a printed solver says of the course of the run. */
export function solverFacts(text: string): SolverFacts {
  const { document } = parse(text);
  const number = (name: string): number | undefined => {
    const value = scalar(document, name);
    return value === undefined || Number.isNaN(Number(value)) ? undefined : Number(value);
  };
  return {
    baseRate: number('base_lr'),
    policy: scalar(document, 'lr_policy'),
    type: scalar(document, 'type') ?? scalar(document, 'solver_type'),
    maxIterations: number('max_iter'),
    display: number('display'),
    averageLoss: number('average_loss') ?? 1,
    testInterval: number('test_interval'),
  };
}

import { replace } from '../../src/document/edit-verbs.js';
import { defineRule } from '../../src/engine/rule.js';
import type { Fix } from '../../src/engine/finding.js';
import type { Unit } from '../../src/engine/unit.js';
import { outside, type LabelList } from '../../src/labels/label-list.js';
import { labelUses, type LabelUse } from './label-uses.js';

export const rule = defineRule({
  meta: {
    id: 'label-out-of-range',
    category: 'data',
    severity: 'error',
    symptom: 'wrong-result',
    description: 'The data have labels for which the net has no score.',
    fix: 'unsafe',
  },
  check({ unit, report }) {
    const doc = unit.netDoc;
    if (!doc) return;
    for (const wrong of strays(unit)) {
      const [use] = wrong.uses;
      const { scores, classes } = use!;
      report({
        doc,
        at: scores?.message.has(paramOf(scores.type))
          ? scores.message.msg(paramOf(scores.type)).at('num_output')
          : use!.layer.message.at('bottom'),
        message: `${scores ? `"${scores.name}" gives` : 'there are'} ${classes} scores, for the labels 0 to ${classes - 1}, but ${wrong.words}; Caffe checks labels in debug builds only: a release build takes what lies in memory beside the scores of that image for its score and sends the gradient there, so that the loss means nothing and the run may crash${startsAtOne(wrong) ? '; the labels start at 1, and Caffe counts from 0' : ''}`,
        fix: doc.upgrade.steps.every((s) => s.kind === 'batchnorm') ? widen(wrong) : undefined,
      });
    }
  },
});

interface Strays {
  /** One blob of labels and one number of scores. */
  uses: LabelUse[];
  /** The lists with labels out of range; none where only the number of classes is told. */
  lists: LabelList[];
  /** Number of scores that the labels ask for. */
  wanted: number;
  words: string;
}

function strays(unit: Unit): Strays[] {
  const found = new Map<string, Strays>();
  for (const view of unit.analysis?.views ?? []) {
    const uses = labelUses(view);
    for (const use of uses) {
      const { list } = use.labels ?? {};
      const alone = uses.every((u) => u.reader === use.reader || u.reader.node === use.reader.node);
      const one = list
        ? fromList(use, uses, list)
        : alone
          ? fromClasses(use, view.knowledge.classes)
          : undefined;
      if (!one) continue;
      const key = `${use.classes} ${use.reader.node.tops[1]!.name}`;
      const known = found.get(key);
      if (!known) found.set(key, one);
      else {
        known.uses.push(use);
        known.lists = [...new Set([...known.lists, ...one.lists])];
        known.wanted = Math.max(known.wanted, one.wanted);
      }
    }
  }
  return [...found.values()];
}

function fromList(use: LabelUse, uses: readonly LabelUse[], list: LabelList): Strays | undefined {
  if (list.unlabelled.count === list.count) return undefined;
  // What only the loss ignores is told by a rule about the accuracy.
  const ignored =
    use.ignored ??
    (use.layer.type === 'Accuracy' ? uses.find((u) => u.ignored !== undefined)?.ignored : undefined);
  const wrong = outside(list, use.classes, ignored);
  const first = wrong[0];
  if (!first) return undefined;
  const images = wrong.reduce((sum, l) => sum + l.count, 0);
  const all = list.complete ? `, as ${images} of its ${list.count} images have labels out of range` : '';
  return {
    uses: [use],
    lists: [list],
    wanted: Math.max(...list.labels.map((l) => l.label)) + 1,
    words: `${list.path} has label ${first.label} in line ${first.line}${images > 1 ? all : ''}`,
  };
}

function fromClasses(use: LabelUse, classes: number | undefined): Strays | undefined {
  if (classes === undefined || classes <= use.classes || use.ignored === classes - 1) return undefined;
  const words = `settings.classes tells of ${classes} classes, labelled 0 to ${classes - 1}`;
  return { uses: [use], lists: [], wanted: classes, words };
}

const startsAtOne = ({ lists, uses, wanted }: Strays): boolean =>
  lists.length > 0 &&
  wanted === uses[0]!.classes + 1 &&
  lists.every((list) => list.labels.every((l) => l.label > 0));

const paramOf = (type: string): string =>
  type === 'InnerProduct' ? 'inner_product_param' : 'convolution_param';

/** A score for each label; not where labels are below 0, or numbers of another kind. */
function widen({ uses, lists, wanted }: Strays): Fix | undefined {
  const classes = uses[0]!.classes;
  const sparse = lists.some(
    ({ labels, complete }) => !complete || labels.length * 2 < wanted || labels.some((l) => l.label < 0),
  );
  const makers = [...new Set(uses.map((u) => u.scores?.message))];
  const outputs = makers.map((m) => m?.msg(paramOf(m.str('type'))).all('num_output')[0]);
  if (sparse || outputs.some((v) => v?.value !== classes)) return undefined;
  return {
    title: `Set num_output: ${wanted}`,
    applicability: 'unsafe',
    edits: outputs.map((v) => replace(v!.item, String(wanted))),
  };
}

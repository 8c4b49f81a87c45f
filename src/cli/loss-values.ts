/** What a loss means that stands at one of Caffe's fixed points. */
import type { Symptom } from '../engine/finding.js';

export interface Meaning {
  title: string;
  text: string;
  symptom: Symptom;
}

/** -ln(FLT_MIN), the clamp in SoftmaxWithLoss (src/caffe/layers/softmax_loss_layer.cpp). */
export const SOFTMAX_CEILING = -Math.log(1.17549435e-38);
/** -ln(1e-20), kLOG_THRESHOLD in include/caffe/layers/loss_layer.hpp. */
const LOG_CEILING = -Math.log(1e-20);

const near = (a: number, b: number, tolerance = 2e-4): boolean =>
  Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));

/** Numbers of classes that data sets have; among many classes a loss cannot tell one number from the next. */
const USUAL_CLASSES = [
  2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 21, 80, 81, 91, 100, 101, 102, 200, 256, 365, 1000, 1001, 10575, 21841,
];

/** Beyond this, neighbouring ln K differ by less than what is printed of a loss. */
const MOST_EXACT = 500;

/** The number of classes K whose ln K the value is, as far as its digits tell; undefined when none. */
export function classesOf(value: number): number | undefined {
  const distance = (k: number): number => Math.abs(value - Math.log(k));
  const exact = Math.round(Math.exp(value));
  if (exact >= 2 && exact <= MOST_EXACT && distance(exact) <= 5e-4) return exact;
  const usual = USUAL_CLASSES.reduce((best, k) => (distance(k) < distance(best) ? k : best));
  return distance(usual) <= 0.01 ? usual : undefined;
}

const ceiling: Meaning = {
  title: '87.3365 = -ln(1.1755e-38) = -ln(FLT_MIN)',
  symptom: 'nan',
  text: 'SoftmaxWithLoss takes the logarithm of max(p, FLT_MIN), so 87.3365 is the largest loss one sample can have. A run that stands at it has either NaN weights (on a GPU max(NaN, FLT_MIN) is FLT_MIN, so NaN is printed as 87.3365; on a CPU it is printed as nan) or finite logits of which a wrong one is ahead by more than 87.34. It is not an overflow of exp: Caffe subtracts the largest logit first. With K classes a net that always picks one class reaches at most 87.3365 x (1 - 1/K) on balanced data, 43.67 for two, so exactly 87.3365 over many iterations means NaN. An accuracy of 1 beside it is a sign of NaN, too.',
};

const uniform = (k: number): Meaning => ({
  title: `${Math.log(k).toFixed(4)} = ln ${k}`,
  symptom: 'plateau',
  text: `the loss of a net that gives each of ${k} classes the same probability, whatever its input. At the first iteration that is healthy. A run that stays there learns nothing: its predictions do not depend on the input (weights that start at zero, vanishing signals, dead ReLUs after too large a step), or no weight moves (a rate of 0, frozen layers, a schedule that has killed the rate).`,
});

const logCeiling: Meaning = {
  title: '46.0517 = -ln(1e-20)',
  symptom: 'wrong-result',
  text: 'MultinomialLogisticLoss and InfogainLoss take the logarithm of max(p, 1e-20). They expect probabilities; raw scores are negative or small for the right class and end at this clamp. Use SoftmaxWithLoss on scores.',
};

const zero: Meaning = {
  title: '0',
  symptom: 'wrong-result',
  text: 'a softmax loss of exactly 0 is the loss of a softmax over one class (num_output: 1), of labels that are all ignored, or of a loss_weight of 0.',
};

/** The least that a SoftmaxWithLoss over K classes reaches behind a Softmax: ln(e + K - 1) - 1. */
const doubleSoftmaxFloor = (k: number): number => Math.log(Math.E + k - 1) - 1;

const doubleSoftmax = (k: number): Meaning => ({
  title: `${doubleSoftmaxFloor(k).toFixed(4)} = ln(e + ${k} - 1) - 1`,
  symptom: 'slow',
  text: `the smallest loss that a SoftmaxWithLoss over ${k} classes can reach when it is fed with the output of a Softmax: its inputs lie between 0 and 1.`,
});

/** The loss of a net that is certain of one class for every sample, on K balanced classes. */
const oneClassLoss = (k: number): number => SOFTMAX_CEILING * (1 - 1 / k);

const oneClass = (k: number): Meaning => ({
  title: `${oneClassLoss(k).toFixed(2)} = 87.3365 x (1 - 1/${k})`,
  symptom: 'nan',
  text: `the loss of a net that is certain of one and the same class for every sample, on ${k} balanced classes: finite logits, but hugely one-sided.`,
});

/** The fixed points that a loss value is near to, most likely first. */
export function meaningsOf(value: number): Meaning[] {
  if (Number.isNaN(value)) return [{ ...ceiling, title: 'nan' }];
  const classes = classesOf(value);
  // Of more classes than these the ceiling itself cannot be told.
  const certain = USUAL_CLASSES.filter((k) => k <= 1000);
  return [
    ...(near(value, SOFTMAX_CEILING) ? [ceiling] : []),
    ...(classes === undefined ? [] : [uniform(classes)]),
    ...(near(value, LOG_CEILING) ? [logCeiling] : []),
    ...(value === 0 ? [zero] : []),
    ...certain.filter((k) => near(value, doubleSoftmaxFloor(k))).map(doubleSoftmax),
    ...certain.filter((k) => k < 1000 && near(value, oneClassLoss(k))).map(oneClass),
  ];
}

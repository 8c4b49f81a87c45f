/** The count of labels that SoftmaxWithLoss, InfogainLoss and Accuracy check in Reshape. */
import type { SetupContext } from './layer-type.js';
import { productsDiffer } from './product.js';
import { product, shown } from './shown.js';

/**
 * outer_num · inner_num == labels: one label for each prediction, which is each place of the first
 * bottom but for `axis`, along which the classes lie.
 * @param sameBatch The first dimensions have been checked to be equal, so that they cancel.
 */
export function checkLabelCount(c: SetupContext, axis: number | undefined, sameBatch: boolean): void {
  const [scores, labels] = c.bottoms;
  if (!scores || !labels || axis === undefined) return;
  const places = scores.filter((_, i) => i !== axis);
  const cancels = sameBatch && axis > 0 ? 1 : 0;
  if (!productsDiffer(places.slice(cancels), labels.slice(cancels))) return;
  const vectors = places.length === 1 && labels.length > 1;
  const mend =
    places.length > 1 && labels.length <= 1
      ? 'give a label map of that size, or bring the scores down to one per item'
      : vectors
        ? 'a label is the number of a class, not a vector, and stands second, behind the scores'
        : 'bring scores and labels to the same size';
  c.refuse(
    'label-count-mismatch',
    c.layer.at('bottom', 1),
    `${c.type} needs one label for each prediction: ${shown(c, 0)} with classes along axis ${axis} makes ${product(places)} predictions, and ${shown(c, 1)} holds ${product(labels)} labels; ${mend}`,
  );
}

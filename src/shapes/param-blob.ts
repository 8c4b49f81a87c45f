/** A parameter blob as a layer's set-up makes it. */
import type { Message } from '../document/message.js';
import type { Shape } from './shape.js';

export interface ParamBlob {
  shape: Shape;
  role: 'weight' | 'bias' | 'statistics' | 'scale' | 'slope';
  /** The FillerParameter that fills it (an empty message means Caffe's default, constant 0). */
  filler?: Message;
  /** The value it is filled with where no filler decides. */
  constant?: number;
  /** What trained weights fill it with, in the place of filler and constant. */
  trained?: { mean: number; variance: number; known: boolean };
}

/** Layers that read data sets, and what they do to the pixels. */
import type { ViewAnalysis } from '../../src/analysis/net-analysis.js';
import type { Message } from '../../src/document/message.js';
import type { LayerNode } from '../../src/net/graph.js';
import { own } from '../../src/text/own.js';

export interface Reader {
  node: LayerNode;
  /** data_param, image_data_param or window_data_param. */
  param: Message;
  transform: Message;
  /** The message that holds the scale the layer reads. */
  scaleIn: Message;
  scale: number;
  source: string;
}

const paramOf: Readonly<Record<string, string>> = {
  Data: 'data_param',
  ImageData: 'image_data_param',
  WindowData: 'window_data_param',
  AnnotatedData: 'data_param',
};

/** The readers of images in a view, in order. */
export function readersOf(view: ViewAnalysis): Reader[] {
  return view.layers.flatMap(({ node }): Reader[] => {
    const field = own(paramOf, node.type);
    if (!field) return [];
    const param = node.message.msg(field);
    const transform = node.message.msg('transform_param');
    // WindowData reads its own scale (window_data_layer.cpp), everything else from transform_param.
    const scaleIn = node.type === 'WindowData' ? param : transform;
    return [{ node, param, transform, scaleIn, scale: scaleIn.num('scale'), source: param.str('source') }];
  });
}

export interface ReaderPair {
  train: Reader;
  test: Reader;
  view: ViewAnalysis;
}

/** A reader of the TRAIN net with one of the TEST net that makes the same blob in another layer. */
export function readerPairs(views: readonly ViewAnalysis[]): ReaderPair[] {
  const train = views.filter((v) => v.view.phase === 'TRAIN').flatMap(readersOf);
  return views
    .filter((v) => v.view.phase === 'TEST')
    .flatMap((view) =>
      readersOf(view).flatMap((test): ReaderPair[] => {
        const blob = test.node.tops[0]?.name;
        // Without a top, which Caffe refuses, there is nothing that both make.
        const twin = blob === undefined ? undefined : train.find((t) => t.node.tops[0]?.name === blob);
        if (!twin || twin.node.message === test.node.message) return [];
        return [{ train: twin, test, view: view }];
      }),
    );
}

/**
 * Layers that change height and width without weights: Interp (DeepLab, PSPNet), Upsample (SegNet
 * with a mask, YOLO without), Resample and Downsample (FlowNet).
 */
import { UNKNOWN, isKnown, mapDim, plus, times } from '../shapes/shape.js';
import type { Dim } from '../shapes/shape.js';
import { checkBlob, toInt } from './blob-check.js';
import { forkLayer } from './fork-layer.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { legacyShape, sameLegacy } from './legacy-shape.js';
import { setupOpaque } from './opaque.js';
import { place, placeOf } from './place.js';
import { positive } from './required.js';
import { checkFourAxes } from './pooling.js';
import { knownOr, ofFirst, passed, scattered } from '../numeric/forward.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

/** Which field decides, in Caffe's order: shrink, zoom, height and width, shrink then zoom. */
function setupInterp(c: SetupContext): SetupResult {
  const param = c.layer.msg('interp_param');
  const cut = ['pad_beg', 'pad_end'].map((field) => {
    const pad = param.num(field);
    if (pad > 0)
      c.refuse(
        'invalid-layer-parameter',
        place(c, param, field),
        `"${field}" is ${pad}, and Interp can only cut borders away, so it takes 0 or less`,
      );
    return pad;
  });
  const [num, channels, height, width] = legacyShape(c, 0);
  const eff = [height, width].map((dim) => plus(dim, cut[0]! + cut[1]!)) as [Dim, Dim];
  const [shrinks, zooms] = [param.has('shrink_factor'), param.has('zoom_factor')];
  const shrink = (dim: Dim): Dim => {
    const factor = positive(c, param, 'shrink_factor');
    return mapDim(dim, (n) => Math.trunc((n - 1) / factor) + 1);
  };
  const zoom = (dim: Dim): Dim => {
    const factor = positive(c, param, 'zoom_factor');
    return mapDim(dim, (n) => n + (n - 1) * (factor - 1));
  };
  let out: [Dim, Dim];
  if (param.bool('use_blob_size') && c.bottoms.length > 1) {
    const like = legacyShape(c, 1);
    return { tops: [[num, channels, like[2], like[3]]], macs: 0 };
  }
  if (shrinks && !zooms) out = [shrink(eff[0]), shrink(eff[1])];
  else if (zooms && !shrinks) out = [zoom(eff[0]), zoom(eff[1])];
  else if (param.has('height') && param.has('width'))
    out = [toInt(param.num('height')), toInt(param.num('width'))];
  else if (shrinks && zooms) out = [zoom(shrink(eff[0])), zoom(shrink(eff[1]))];
  else
    return c.refuse(
      'missing-layer-parameter',
      place(c, param),
      'Interp needs a target: "height" and "width", "zoom_factor" or "shrink_factor"',
    );
  [...eff, ...out].forEach((dim) => {
    if (isKnown(dim) && dim <= 0)
      c.refuse(
        'kernel-larger-than-input',
        placeOf(c, param, 'pad_beg', 'pad_end', 'height', 'width'),
        `nothing is left of "${c.bottomNames[0] ?? ''}" (${height} x ${width}): Interp would work on ${eff.join(' x ')} and give ${out.join(' x ')}`,
      );
  });
  return { tops: [[num, channels, ...out]], macs: 0 };
}

/** SegNet's: puts maxima back where the mask of a Pooling layer says. */
function setupUnpool(c: SetupContext): SetupResult {
  const param = c.layer.msg('upsample_param');
  const size = upsampleSize(c);
  checkFourAxes(c, c.bottoms[0]);
  sameLegacy(c, 0, 1, [0, 1, 2, 3]);
  const [num, channels, height, width] = legacyShape(c, 0);
  const out = 'fixed' in size ? size.fixed : [size.of(height, 'h'), size.of(width, 'w')];
  const top = [num, channels, ...out];
  checkBlob(c, top, place(c, param), `"${c.topNames[0] ?? ''}"`);
  return { tops: [top], macs: 0 };
}

type Size = { fixed: [number, number] } | { of(dim: Dim, side: 'h' | 'w'): Dim };

function upsampleSize(c: SetupContext): Size {
  const param = c.layer.msg('upsample_param');
  const has = (field: string) => param.has(field);
  const moreThanOne = (field: string): number => {
    const value = toInt(param.num(field));
    if (value > 1) return value;
    return c.refuse(
      'invalid-layer-parameter',
      place(c, param, field),
      `"${field}" is ${value}, and Upsample needs more than 1`,
    );
  };
  if (has('upsample_h') && has('upsample_w'))
    return { fixed: [moreThanOne('upsample_h'), moreThanOne('upsample_w')] };
  const sides = has('scale_h') || has('scale_w');
  if (sides && (has('scale') || !has('scale_h') || !has('scale_w')))
    c.refuse(
      'conflicting-layer-parameters',
      placeOf(c, param, 'scale_h', 'scale_w'),
      'Upsample needs "upsample_h" and "upsample_w", or "scale", or both "scale_h" and "scale_w"',
    );
  const scale = sides
    ? { h: moreThanOne('scale_h'), w: moreThanOne('scale_w') }
    : { h: moreThanOne('scale'), w: moreThanOne('scale') };
  const pad = { h: param.bool('pad_out_h') ? 1 : 0, w: param.bool('pad_out_w') ? 1 : 0 };
  for (const side of ['h', 'w'] as const)
    if (pad[side] && scale[side] !== 2)
      c.refuse(
        'conflicting-layer-parameters',
        place(c, param, `pad_out_${side}`),
        `"pad_out_${side}" takes back one pixel of a doubled size and needs scale 2, not ${scale[side]}`,
      );
  return { of: (dim, side) => plus(times(dim, scale[side]), -pad[side]) };
}

/** YOLO's repeats pixels. */
function setupUpsample(c: SetupContext): SetupResult {
  const scale = toInt(c.layer.msg('upsample_param').num('scale')) || UNKNOWN;
  const [num, channels, height, width] = legacyShape(c, 0);
  return { tops: [[num, channels, times(height, scale), times(width, scale)]], macs: 0 };
}

/** The size of the second bottom, or what the parameters say. */
function setupResample(c: SetupContext, message: string, h: string, w: string): SetupResult {
  const [num, channels] = legacyShape(c, 0);
  if (c.bottoms.length > 1) {
    const like = legacyShape(c, 1);
    return { tops: [[num, channels, like[2], like[3]]], macs: 0 };
  }
  const param = c.layer.msg(message);
  return { tops: [[num, channels, positive(c, param, h), positive(c, param, w)]], macs: 0 };
}

const toTwo = { bottoms: { min: 1, max: 2 }, tops: { exact: 1 }, inPlace: false } as const;

/** Values go back to the places of their maxima, and the other places are 0. */
function forwardUnpool(m: Moments, c: ForwardContext): Moments {
  const [before, after] = [c.bottomShapes[0], c.topShapes[0]];
  const grown = (axis: number): number => knownOr(after?.[axis], 2) / Math.max(1, knownOr(before?.[axis], 1));
  const known = [before?.[2], before?.[3], after?.[2], after?.[3]].every(isKnown);
  return scattered(m, known ? Math.max(1, grown(2) * grown(3)) : 4);
}

export const layers = [
  // Only soeaver's has a second bottom, which gives the size.
  forkLayer(
    { ...toTwo, types: ['Interp'], bottoms: { exact: 1 }, setup: setupInterp, forward: passed },
    (d) => d !== 'soeaver',
  ),
  forkLayer({ ...toTwo, types: ['Interp'], setup: setupInterp, forward: passed }, (d) => d === 'soeaver'),
  forkLayer(
    {
      ...toTwo,
      types: ['Upsample'],
      bottoms: { exact: 2 },
      setup: setupUnpool,
      forward: ofFirst(forwardUnpool),
    },
    (d) => d !== 'mobilenet-yolo' && d !== 'ctensmeyer',
  ),
  forkLayer(
    { ...toTwo, types: ['Upsample'], bottoms: { exact: 1 }, setup: setupUpsample, forward: passed },
    (d) => d === 'mobilenet-yolo',
  ),
  forkLayer(
    { types: ['Upsample'], bottoms: { min: 1 }, tops: { min: 1 }, inPlace: false, setup: setupOpaque },
    (d) => d === 'ctensmeyer',
  ),
  forkLayer({
    ...toTwo,
    types: ['Resample'],
    noBackward: 'no-gradient',
    setup: (c) => setupResample(c, 'resample_param', 'height', 'width'),
    forward: passed,
  }),
  forkLayer({
    ...toTwo,
    types: ['Downsample'],
    noBackward: 'no-gradient',
    setup: (c) => setupResample(c, 'downsample_param', 'top_height', 'top_width'),
    forward: passed,
  }),
];

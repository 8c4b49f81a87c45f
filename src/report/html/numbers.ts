/** Numbers as the page writes them. */
import { shownNumber } from '../../solver/facts.js';

/** Three digits; empty where it is not known. */
export const figure = (n: number | undefined): string =>
  n === undefined ? '' : Number.isFinite(n) ? shownNumber(n) : Number.isNaN(n) ? 'NaN' : 'overflow';

/** 12345 → "12,345". */
export const whole = (n: number): string => n.toLocaleString('en-US');

/** JSON has neither NaN nor infinities. */
export const jsonNumber = (n: number | undefined): number | null =>
  n !== undefined && Number.isFinite(n) ? n : null;

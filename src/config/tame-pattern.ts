/**
 * Patterns that match in bounded time. Each `*` may end anywhere in a name of 255 characters, so matching
 * costs up to 255 to the power of their number: a few are harmless, a dozen stall the run for ever.
 */
const STAR = '(?:\\*{1,2}[^*/]*)';

/** At most three `*` in each part of a path, and at most four parts that hold `**`; itself matched in linear time. */
export const TAME_PATTERN = `^(?!(?:(?:(?!\\*\\*)[\\s\\S])*\\*\\*){5})(?:[^*/]*${STAR}{0,3})(?:/[^*/]*${STAR}{0,3})*$`;

const tame = new RegExp(TAME_PATTERN, 'u');

export const isTame = (pattern: string): boolean => tame.test(pattern);

export const TAME_WORDS = 'at most three * in each part of a path, and four **';

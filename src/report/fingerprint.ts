/** What makes a finding the same finding after lines were added above it. */
import { createHash } from 'node:crypto';
import type { Finding } from '../engine/finding.js';
import { placeOf } from './place.js';

/** Numbers outside quotes are results of the net as a whole and move with every change to it. */
const withoutNumbers = (message: string): string =>
  message.replace(/"[^"]*"|\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi, (part) => (part.startsWith('"') ? part : '#'));

/** Hash of parts, as 32 hexadecimal digits. */
export const hashOf = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);

/**
 * A fingerprint for each finding of one file, unlike all others of the file: rule, file, place in the
 * file's structure, words; equal ones are counted. It holds no line and no offset.
 * @param path The file as it is known in every checkout, so relative to the repository's root.
 */
export function fingerprintsOf(findings: readonly Finding[], path: string): string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const parts = [
      finding.ruleId,
      path,
      placeOf(finding.source, finding.start).path,
      withoutNumbers(finding.message),
    ];
    const key = parts.join('\0');
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return hashOf([...parts, String(count)]);
  });
}

/** Text that strangers wrote, made harmless for the place it is printed in. */

/**
 * Characters that are not seen but act: controls, direction marks, zero-width spaces, tags, line
 * separators, letters without ink; and halves of pairs and non-characters, which no encoder takes. Tab
 * and line feed are left to the caller, joiners belong to scripts that need them.
 */
const HIDDEN =
  /(?![\t\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\u115F\u1160\u3164\uFFA0\u{E0000}-\u{E00FF}]/gu;

const hex = (code: number): string => code.toString(16).padStart(4, '0');

const escaped = (character: string): string => {
  const code = character.codePointAt(0)!;
  return code > 0xffff ? `\\u{${hex(code)}}` : `\\u${hex(code)}`;
};

/** Text with what is hidden in it shown as an escape such as `\u001b`; line breaks and tabs stay. */
export const visible = (text: string): string => text.replace(HIDDEN, escaped);

/**
 * Text for a terminal or a CI log: what is hidden is shown as an escape such as `\u001b`. Line breaks
 * and tabs stay. So that GitHub's runner finds no command in it, `##[` is broken up wherever it stands
 * and `::` at the start of a line (actions/runner, src/Runner.Common/ActionCommand.cs).
 */
export const printable = (text: string): string =>
  visible(text)
    .replaceAll('##[', '#\\u0023[')
    .replace(/^(\s*):(?=:)/gm, '$1\\u003a');

/** Printable text on one line; line breaks and tabs become a space. */
export const printableLine = (text: string): string => printable(text.replace(/\s*[\n\t]\s*/g, ' '));

/** A path as reports for people show it: on one line; with what follows it, too, it is no command. */
export const printablePath = (path: string): string =>
  printable(path)
    .replace(/[\n\t]/g, escaped)
    .replace(/^(\s*):/, '$1\\u003a');

/**
 * JSON whose text holds no hidden character and no `##[`: they are written as JSON's own escapes, so
 * that a parser reads the same value and a terminal or CI log is safe.
 */
export const safeJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent)
    .replace(HIDDEN, (c) => Array.from({ length: c.length }, (_, i) => `\\u${hex(c.charCodeAt(i))}`).join(''))
    .replaceAll('##[', '#\\u0023[');

const XML_NAMES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML, between tags or in an attribute in double quotes. XML 1.0 has no form for controls. */
export const xmlText = (text: string): string =>
  printable(text).replace(/[&<>"\t\n]/g, (c) => XML_NAMES[c] ?? `&#${c.charCodeAt(0)};`);

/** An XML element; attributes that are undefined are left out. `children` is XML already. */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  children = '',
): string {
  const parts = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${xmlText(String(value))}"`],
  );
  const open = `<${name}${parts.join('')}`;
  return children === '' ? `${open}/>` : `${open}>${children}</${name}>`;
}

/** HTML that cannot hold a stranger's markup: what a template interpolates is text unless it was made here. */
import { visible } from '../safe-text.js';

/** A piece of HTML. */
export class Html {
  constructor(readonly markup: string) {}
}

/** What a template takes: text is escaped, HTML stays, lists are joined, undefined and false are nothing. */
export type Content = Html | string | number | undefined | false | readonly Content[];

const NAMES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text between tags or in an attribute in quotes; hidden characters are shown as escapes. */
export const escapeText = (text: string): string => visible(text).replace(/[&<>"']/g, (c) => NAMES[c]!);

const markupOf = (content: Content): string => {
  if (content instanceof Html) return content.markup;
  if (content === undefined || content === false) return '';
  return typeof content === 'object' ? content.map(markupOf).join('') : escapeText(String(content));
};

/** The tag of HTML templates: html`<p>${text}</p>`. Their indentation is left out. */
export const html = (parts: TemplateStringsArray, ...contents: Content[]): Html =>
  new Html(parts.reduce((all, part, i) => all + markupOf(contents[i - 1]) + part.replace(/\n\s+/g, '\n')));

/** A JSON value for a `<script>` element: no character in it ends the element, or a line of JavaScript. */
export const scriptJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Markdown through a renderer that lets HTML pass and makes links of addresses, as GitHub's does. */
import MarkdownIt from 'markdown-it';

export interface Rendered {
  headings: string[];
  rows: string[][];
  /** Targets of all links. */
  links: string[];
  /** Names of all elements. */
  tags: Set<string>;
  html: string;
}

const renderer = new MarkdownIt({ html: true, linkify: true });

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const textOf = (html: string): string =>
  html.replace(/<[^>]*>/g, '').replace(/&(\w+);/g, (all, name: string) => entities[name] ?? all);

const all = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map((m) => m[1]!);

/** What the Markdown becomes. */
export function tableOf(markdown: string): Rendered {
  const html = renderer.render(markdown);
  return {
    html,
    headings: all(html, /<h\d>([^]*?)<\/h\d>/g).map(textOf),
    rows: all(html, /<tbody>([^]*?)<\/tbody>/g)
      .flatMap((body) => all(body, /<tr>([^]*?)<\/tr>/g))
      .map((row) => all(row, /<td[^>]*>([^]*?)<\/td>/g).map(textOf)),
    links: all(html, /<a href="([^"]*)"/g).map(textOf),
    tags: new Set(all(html, /<([a-zA-Z][\w-]*)/g)),
  };
}

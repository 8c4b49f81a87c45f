/** One file that opens from disk: markup, style, script and data in it, and a policy that lets nothing else in. */
import { createHash } from 'node:crypto';
import { html, Html, scriptJson } from './markup.js';
import type { Content } from './markup.js';
import { pageScript, pageStyle } from './page-assets.js';

export interface PageParts {
  title: string;
  /** Version of caffe-lint. */
  version: string;
  /** Name and address within the page of each section. */
  contents: readonly { id: string; name: string }[];
  body: Content;
  /** Rules of this page's own, such as where each layer stands. */
  style: string;
  /** What the script draws. */
  data: unknown;
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** An element of raw text. Its hash is that of the text to the last space, so no formatter may touch it. */
const element = (tag: string, text: string): Html => new Html(`<${tag}>${text}</${tag.split(' ')[0]}>`);

/** The whole document as text. */
export function htmlDocument({ title, version, contents, body, style, data }: PageParts): string {
  const styles = [pageStyle, style].filter((s) => s !== '');
  const policy = [
    "default-src 'none'",
    `script-src ${hash(pageScript)}`,
    `style-src ${styles.map(hash).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="caffe-lint ${version}" />
        <title>${title} - caffe-lint</title>
        ${styles.map((s) => element('style', s))}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <header class="top">
          <p class="brand">caffe-lint</p>
          <nav aria-label="Sections">
            <ul>
              ${contents.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main id="main" tabindex="-1">${body}</main>
        <footer>
          <p>Written by caffe-lint ${version}. The page holds everything it shows and loads nothing.</p>
        </footer>
        ${element('script type="application/json" id="data"', scriptJson(data))}
        ${element('script', pageScript)}
      </body>
    </html> `;
  return page.markup;
}

/// <reference lib="dom" />
/** The pages of `log --html` and `inspect --html`, in a real Chromium: opened from disk, offline. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { netOfLayers } from '../../bench/made-nets.mjs';
import { net, sandbox, solver } from '../cli/support.js';
import { findChromium, launch, openPage, violations } from './browser.js';
import type { Opened } from './browser.js';

jest.setTimeout(120_000);
const chromium = findChromium();
if (chromium === undefined)
  process.stderr.write(
    'no Chromium on the PATH (or in CAFFE_LINT_CHROMIUM): the tests of the HTML pages are left out\n',
  );
const inBrowser = chromium === undefined ? describe.skip : describe;
const box = sandbox();
const glog = 'I1123 14:21:36.931722 18032 solver.cpp:45] ';
const DEEP = 300;

/** A log of Caffe's: the solver, the net, `count` losses, and tests of loss and accuracy. */
function logOf(netText: string, count: number, loss: (i: number) => number | string): string {
  const lines = [
    `${glog}Initializing solver from parameters: `,
    ...solver.trim().split('\n'),
    `${glog}Creating training net from net file: net.prototxt`,
    `${glog}Initializing net from parameters: `,
    'state { phase: TRAIN }',
    ...netText.trim().split('\n'),
  ];
  for (let i = 0; i < count; i++) {
    if (i % 10 === 0)
      lines.push(
        `${glog}Iteration ${i}, Testing net (#0)`,
        `${glog}    Test net output #0: accuracy = ${(0.5 + i / count / 2).toFixed(3)}`,
        `${glog}    Test net output #1: loss = ${loss(i)} (* 1 = ${loss(i)} loss)`,
      );
    lines.push(
      `${glog}Iteration ${i}, loss = ${loss(i)}`,
      `${glog}Iteration ${i}, lr = ${i < count / 2 ? 0.01 : 0.001}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
const falling = (i: number): number => 0.69 * Math.exp(-i / 40) + 0.05;

inBrowser('in Chromium', () => {
  let browser: Browser;
  let opened: Opened[] = [];
  beforeAll(async () => {
    browser = await launch(chromium!);
  });
  afterEach(async () => {
    await Promise.all(opened.map(({ page }) => page.context().close()));
    opened = [];
  });
  afterAll(() => browser.close());

  async function open(file: string, options?: Parameters<typeof openPage>[2]): Promise<Opened> {
    const one = await openPage(browser, join(box.folder, file), options);
    opened.push(one);
    return one;
  }
  const logPage = (netText: string, loss: (i: number) => number | string = falling, count = 120): void => {
    box.put('train.log', logOf(netText, count, loss));
    const { err } = box.run('log', 'train.log', '--html', 'report.html');
    expect(err).toBe('');
  };
  const netPage = (netText: string): void => {
    box.put('net.prototxt', netText);
    box.put('solver.prototxt', solver);
    const { err } = box.run(
      'inspect',
      'net.prototxt',
      '--solver',
      'solver.prototxt',
      '--html',
      'report.html',
    );
    expect(err).toBe('');
  };
  /** Pixels of a canvas that differ from its corner. */
  const inked = (page: Page): Promise<number[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll('canvas')].map((canvas) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] !== 0) count++;
        return count;
      }),
    );

  test('a run of a net of 300 layers: curves and drawing, nothing loaded, nothing to complain of', async () => {
    logPage(netOfLayers(DEEP));
    const { page, requests, complaints } = await open('report.html');
    await page.waitForSelector('.chart canvas');
    const ink = await inked(page);
    expect(ink.length).toBeGreaterThanOrEqual(2);
    expect(Math.min(...ink)).toBeGreaterThan(300);
    // Every layer of the text stands in the drawing.
    const drawn = await page.locator('[data-layer] .name').allTextContents();
    expect(drawn).toHaveLength(DEEP + 1);
    expect(drawn).toEqual(expect.arrayContaining(['data', 'stage0/conv0', 'stage0/conv0_relu', 'loss']));
    expect(await page.locator('main').innerText()).not.toMatch(/[\u0080-\u009f\ufffd]|\u00e2|\u00c2/);
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a net of 300 layers alone', async () => {
    netPage(netOfLayers(DEEP));
    const { page, requests, complaints } = await open('report.html');
    expect(await page.locator('[data-layer]').count()).toBe(DEEP + 1);
    expect(await page.locator('main').innerText()).not.toMatch(/[\u0080-\u009f\ufffd]|\u00e2|\u00c2/);
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test.each([
    ['light', {}],
    ['dark', { dark: true }],
    ['narrow', { narrow: true }],
  ])('axe finds nothing wrong with either page (%s)', async (_, options) => {
    logPage(net, (i) => (i < 60 ? falling(i) : 'nan'));
    const run = await open('report.html', options);
    await run.page.waitForSelector('.chart canvas');
    expect(await violations(run.page)).toEqual([]);
    netPage(net);
    const alone = await open('report.html', options);
    expect(await violations(alone.page)).toEqual([]);
  });

  test('dark and light differ, and both show text on a background of the other kind', async () => {
    netPage(net);
    const looks = async (dark: boolean): Promise<[number, number]> => {
      const { page } = await open('report.html', { dark });
      return page.evaluate(() => {
        const light = (color: string): number =>
          (/\d+/g[Symbol.match](color) ?? []).slice(0, 3).reduce((s, x) => s + Number(x), 0) / 765;
        const style = getComputedStyle(document.body);
        return [light(style.color), light(style.backgroundColor)];
      });
    };
    const [ink, paper] = await looks(false);
    expect(paper).toBeGreaterThan(ink + 0.5);
    const [darkInk, darkPaper] = await looks(true);
    expect(darkInk).toBeGreaterThan(darkPaper + 0.5);
  });

  test('everything can be reached and worked by the keyboard', async () => {
    logPage(net, (i) => (i < 60 ? falling(i) : 'nan'));
    const { page } = await open('report.html');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    const reached = new Set<string>();
    for (let i = 0; i < 200; i++) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(() => {
        const at = document.activeElement;
        if (!at || at === document.body) return undefined;
        const box = at.getBoundingClientRect();
        const { outlineStyle, boxShadow } = getComputedStyle(at);
        return { name: at.tagName, seen: box.width > 0 && (outlineStyle !== 'none' || boxShadow !== 'none') };
      });
      if (!here) break;
      expect(here.seen || here.name === 'A' || here.name === 'a').toBe(true);
      reached.add(here.name.toLowerCase());
    }
    expect([...reached]).toEqual(expect.arrayContaining(['input', 'button', 'summary']));
    // A curve is hidden and shown again.
    const legend = page.locator('.legend button').first();
    await legend.focus();
    await page.keyboard.press('Enter');
    expect(await legend.getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('Space');
    expect(await legend.getAttribute('aria-pressed')).toBe('true');
    // From layer to layer in the drawing, and its figures beside it.
    const layers = page.locator('[data-layer]');
    await layers.first().focus();
    await page.keyboard.press('End');
    const last = await page.evaluate(() => document.activeElement?.textContent);
    expect(last).toContain('loss');
    await page.keyboard.press('Enter');
    expect(await page.locator('#details').innerText()).toContain('SoftmaxWithLoss');
    // The table beside a chart opens.
    const table = page.locator('.as-table summary').first();
    await table.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.as-table[open] table').first().isVisible()).toBe(true);
  });

  test('names out of a file are shown and never run', async () => {
    const hostile = [
      '</script><script>document.title=1</script>',
      '<img src=x onerror=alert(1)>',
      '"><svg onload=alert(2)>',
      '__proto__',
      'a\\033[31mred',
      "constructor';alert(3);'",
    ];
    const layers = hostile.map(
      (name, i) =>
        `layer { name: ${JSON.stringify(name).replace('\\\\033', '\\033')} type: "ReLU" bottom: "${i === 0 ? 'data' : `b${i - 1}`}" top: "b${i}" }`,
    );
    const text = `layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 4 } } }\n${layers.join('\n')}\n`;
    for (const make of [netPage, logPage]) {
      make(text);
      const { page, requests, complaints } = await open('report.html');
      expect(await page.title()).toMatch(/ - caffe-lint$/);
      const shown = await page.locator('body').innerText();
      for (const name of ['<img src=x onerror=alert(1)>', '__proto__']) expect(shown).toContain(name);
      expect(await page.locator('img, svg[onload]').count()).toBe(0);
      expect(box.read('report.html')).not.toContain('\u001b');
      expect(requests).toEqual([]);
      expect(complaints).toEqual([]);
    }
  });

  test("the page's policy lets nothing else run or load", async () => {
    netPage(net);
    const { page, complaints } = await open('report.html');
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.intruder = true';
      document.body.append(script);
      const image = document.createElement('img');
      image.src = 'https://example.com/x.png';
      document.body.append(image);
      return (window as unknown as { intruder?: boolean }).intruder === true;
    });
    await page.waitForTimeout(200);
    expect(ran).toBe(false);
    expect(complaints.join('\n')).toMatch(/script-src[\s\S]*default-src|img-src/);
  });
});

test('without a browser these tests say so', () => {
  expect(findChromium({ PATH: '/nowhere' })).toBeUndefined();
  expect(findChromium({ PATH: '/nowhere', CAFFE_LINT_CHROMIUM: '/opt/chrome' })).toBe('/opt/chrome');
});

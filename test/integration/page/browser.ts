import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where Debian puts it, or what CHROMIUM names. Undefined where there is none: then the tests in a browser are skipped. */
const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
export const hasChromium = existsSync(executablePath);
if (!hasChromium) {
  console.warn(`Skipped: there is no ${executablePath}. Install chromium, or name it in CHROMIUM.`);
}

// The browser's own calls home off: what is left is the page's.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium with a profile of its own, which goes when it is closed. */
export const startBrowser = () => chromium.launch({ executablePath, args });
export type Browser = Awaited<ReturnType<typeof startBrowser>>;

export type OpenPage = {
  readonly page: Page;
  /** Addresses it asked for, its own file left out. */
  readonly requests: readonly string[];
  /** What the console said: refusals of the page's policy among it. */
  readonly messages: readonly string[];
};

export async function openFile(browser: Browser, file: string, options: BrowserContextOptions): Promise<OpenPage> {
  const page = await browser.newPage(options);
  const url = pathToFileURL(file).href;
  const requests: string[] = [];
  const messages: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(error.message));
  await page.goto(url);
  return { page, requests, messages };
}

/**
 * What axe-core finds wrong, each with the elements. The page's policy bars scripts, so it comes in through the debugger.
 * Long tables are shorter afterwards.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  // The rows of a table are of one form: of thousands the first are enough, and all of them take a minute.
  await page.evaluate('for (const row of document.querySelectorAll("tbody tr:nth-child(n+16)")) row.remove()');
  const { violations } = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))}`);
}

/** The elements that the Tab key comes to, from the top of the page on, until it comes round. */
export async function tabStops(page: Page): Promise<string[]> {
  const stops: string[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<string>(
      '((one) => one === document.body ? "" : [one.tagName, one.getAttribute("aria-labelledby") ?? one.textContent].join(" "))(document.activeElement)',
    );
    if (stop === '' || stops.length > 200) return stops;
    stops.push(stop);
  }
}

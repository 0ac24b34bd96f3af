import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { generatedSource, pageOf } from '../../unit/page/meeting-fixture.ts';
import { startCliFixture } from '../cli/cli-fixture.ts';
import { axeFindings, type Browser, hasChromium, openFile, startBrowser, tabStops } from './browser.ts';

const topic = 'Sync <script>alert(1)</script> \u202e=cmd|calc "quoted"\u0007';
const meeting = generateMeeting({ seed: 21, participants: 5, minutes: 30, topic, endTime: '2026-11-20T08:50:00Z' });
let dir: string;
let small: string;
let large: string;
let fixture: Awaited<ReturnType<typeof startCliFixture>>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'page-test-'));
  small = join(dir, 'small.html');
  large = join(dir, 'large.html');
  fixture = await startCliFixture();
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting);
  await fixture.drain({ atOnce: 3 });
});
afterAll(async () => {
  await fixture.close();
  await rm(dir, { recursive: true });
});

describe('page', () => {
  test('page writes a captured meeting into one file, and nothing beside it', async () => {
    const { exitCode, stdout, stderr } = await fixture.cli('page', meeting.uuid, '--out', small);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/small\.html: 5 people, \d+ kB\.\n$/);
    expect(await readdir(dir)).toEqual(['small.html']);
    const text = await readFile(small, 'utf8');
    expect(text).toContain('Complete:');
    expect(text).toContain(meeting.meetingId);
    expect(text.includes('<script')).toBe(false);
  });

  test('page says what is not captured yet', async () => {
    const late = generateMeeting({ seed: 22, participants: 4, minutes: 10, endTime: new Date(fixture.now()) });
    fixture.simulator.addMeeting(late);
    fixture.end(late);
    await fixture.drain({ until: fixture.now() + 7 * 60_000 });
    const out = join(dir, 'late.html');
    const { exitCode } = await fixture.cli('page', late.uuid, '--out', out);
    expect(exitCode).toBe(0);
    expect(await readFile(out, 'utf8')).toMatch(
      /Not complete:<\/strong> [a-z ,()]*report \((?:waiting|unregistered)\)/,
    );
    await rm(out);
  });

  test.each([
    [['4444AAAiAAAAAiAiAiiAii==', '--out', 'x.html'], 1, 'The store has no meeting'],
    [['4444AAAiAAAAAiAiAiiAii=='], 2, "Required option '--out <path>' not specified."],
    [['4444AAAiAAAAAiAiAiiAii==', '--out', ''], 2, 'name a file'],
  ])('page with %j exits with %i', async (args, code, sentence) => {
    const { exitCode, stderr } = await fixture.cli('page', ...args);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(sentence);
  });

  test('page into a folder that is not there is a fault, and leaves nothing', async () => {
    const { exitCode, stderr } = await fixture.cli('page', meeting.uuid, '--out', join(dir, 'none', 'x.html'));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('none');
  });
});

describe.skipIf(!hasChromium)('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
    await fixture.cli('page', meeting.uuid, '--out', small);
    const webinar = { seed: 23, kind: 'webinar', participants: 5_000, minutes: 8 } as const;
    await writeFile(large, await pageOf(generatedSource(webinar)));
  });
  afterAll(() => browser?.close());

  test.each([
    ['small', 'light', 1280],
    ['small', 'dark', 390],
    ['large', 'light', 390],
    ['large', 'dark', 1280],
  ] as const)(
    'the page of the %s meeting, %s, %i wide, has no fault that axe-core knows and asks for nothing',
    async (size, colorScheme, width) => {
      const file = size === 'small' ? small : large;
      const { page, requests, messages } = await openFile(browser, file, {
        colorScheme,
        viewport: { width, height: 900 },
      });
      await page.locator('summary').first().click();
      if (size === 'large') await page.locator('#people ~ details > summary').first().click();
      expect({ requests, messages }).toEqual({ requests: [], messages: [] });
      const widths = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]');
      expect(widths[0]).toBeLessThanOrEqual(widths[1]);
      const screenshot = process.env.SCREENSHOTS;
      if (screenshot)
        await page.screenshot({ path: join(screenshot, `${size}-${colorScheme}-${width}.png`), fullPage: true });
      expect(await axeFindings(page)).toEqual([]);
      await page.close();
    },
  );

  test('the page shows a topic of markup and marks of direction as the text that it is', async () => {
    const { page } = await openFile(browser, small, {});
    expect(await page.locator('h1').innerText()).toBe('Sync <script>alert(1)</script> \ufffd=cmd|calc "quoted"\ufffd');
    expect(await page.locator('script').count()).toBe(0);
    await page.close();
  });

  test('the Tab key reaches every link, every table and every fold of the page, and opens them', async () => {
    const { page } = await openFile(browser, small, {});
    const stops = await tabStops(page);
    const focusable = await page.locator('a[href], summary, [tabindex="0"]').filter({ visible: true }).count();
    expect(stops[0]).toBe('A Skip to the content');
    expect(stops).toHaveLength(focusable);
    const summary = page.locator('summary').first();
    await summary.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#curve-numbers').isVisible()).toBe(true);
    await page.close();
  });

  test('the page names its parts and charts for a screen reader', async () => {
    const { page } = await openFile(browser, small, {});
    for (const name of ['Attendance', 'Who was there when', 'Quality over time', 'Worst connections', 'People']) {
      expect(await page.getByRole('region', { name, exact: true }).count()).toBe(1);
    }
    expect(await page.getByRole('img', { name: /^People over time, .* 5 people were there/ }).count()).toBe(1);
    expect(await page.getByRole('img', { name: /^Audio: latency over time, limit 150.ms\. p95: / }).count()).toBe(1);
    expect(await page.getByRole('columnheader', { name: 'When, in UTC' }).count()).toBe(1);
    await page.close();
  });

  test('the page bars whatever would be added to it', async () => {
    const { page, messages } = await openFile(browser, small, {});
    await page.evaluate(
      'document.body.insertAdjacentHTML("beforeend", `<img src="https://example.com/x.png" onerror="document.title=1"><p style="color:red">`)',
    );
    await page.waitForTimeout(100);
    expect(await page.title()).not.toBe('1');
    expect(messages.join()).toMatch(/violates the following Content Security Policy directive/);
    await page.close();
  });
});

import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { factsOf } from '../../../page/gather-meeting.ts';
import { readFacts, readMeeting } from '../../../page/site/read-meeting.ts';
import { utc } from '../../../shared/domain/zone/zone.ts';
import { createMeetingReader } from '../../../shared/dynamo/meetings/meeting-reader.ts';
import { startCliFixture } from '../cli/cli-fixture.ts';
import { axeFindings, type Browser, hasChromium, openFile, startBrowser, tabStops } from './browser.ts';

const topic = 'Sync <script>alert(1)</script> \u202e=cmd "quoted"';
const course = { meetingId: '95555555555', topic: 'Algebra', participants: 9, minutes: 45 };
const meetings = [
  generateMeeting({ seed: 31, participants: 5, minutes: 30, topic, endTime: '2026-11-18T08:50:00Z' }),
  generateMeeting({ ...course, seed: 32, endTime: '2026-11-11T10:00:00Z' }),
  generateMeeting({ ...course, seed: 33, endTime: '2026-11-18T10:00:00Z', uuid: '/bM3k0pVTL2GdZ1rY7eXqA==' }),
  generateMeeting({ seed: 34, kind: 'webinar', participants: 40, minutes: 20, endTime: '2026-11-20T07:00:00Z' }),
];
const days = ['--from', '2026-11-01', '--to', '2026-11-30'];
let parent: string;
let dir: string;
let fixture: Awaited<ReturnType<typeof startCliFixture>>;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'site-test-'));
  dir = join(parent, 'pages');
  fixture = await startCliFixture();
  for (const meeting of meetings) {
    fixture.simulator.addMeeting(meeting);
    fixture.end(meeting);
  }
  await fixture.drain({ atOnce: 3 });
});
afterAll(async () => {
  await fixture.close();
  await rm(parent, { recursive: true });
});

const filesOf = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
    .sort();

async function write(...args: string[]) {
  const { exitCode, stdout, stderr } = await fixture.cli('page', ...args, '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('a folder of pages', () => {
  test('page with days writes an index, a page a meeting and a page a series, under harmless names', async () => {
    const done = await write(...days, '--out', dir);
    expect(done).toMatchObject({ meetings: 4, series: 1, written: 6, unchanged: 0, removed: 0 });
    const files = await filesOf(dir);
    expect(files).toHaveLength(7);
    expect(
      files.filter((name) => !/^(?:(?:meetings|series)\/[0-9a-f]{24}\.html|index\.html|pages\.json)$/.test(name)),
    ).toEqual([]);
    const index = await readFile(done.index, 'utf8');
    expect(index).toContain('Weekly webinar 34');
    expect(index.includes('<script>alert')).toBe(false);
  });

  test('every link of the folder is relative, and leads to a file and an element that there are', async () => {
    const files = await filesOf(dir);
    const texts = new Map<string, string>();
    for (const name of files) texts.set(name, await readFile(join(dir, name), 'utf8'));
    let links = 0;
    for (const [name, text] of texts) {
      expect(/https?:|\/\/[a-z]|<link|<img|<iframe|url\(|@import|\sstyle=|\son[a-z]+=/i.test(text)).toBe(false);
      for (const [, href = ''] of text.matchAll(/href="([^"]*)"/g)) {
        const [path = '', anchor] = href.split('#');
        const target = path === '' ? name : normalize(join(dirname(name), path));
        expect(files).toContain(target);
        if (anchor !== undefined) expect(texts.get(target)).toContain(` id="${anchor}"`);
        links += 1;
      }
    }
    expect(links).toBeGreaterThan(50);
  });

  test('run again, nothing is written; what was changed by hand, or is of another zone, is', async () => {
    const before = await stat(join(dir, 'index.html'));
    expect(await write(...days, '--out', dir)).toMatchObject({ written: 0, unchanged: 6 });
    expect((await stat(join(dir, 'index.html'))).mtimeMs).toBe(before.mtimeMs);
    const [page = ''] = (await filesOf(dir)).filter((name) => name.startsWith('meetings/'));
    await writeFile(join(dir, page), 'other');
    expect(await write(...days, '--out', dir)).toMatchObject({ written: 1, unchanged: 5 });
    expect(await readFile(join(dir, page), 'utf8')).toContain('</html>');
    expect(await write(...days, '--out', dir, '--tz', 'Asia/Kathmandu')).toMatchObject({ written: 6 });
  });

  test('a folder has the pages of its days alone, leaves other files alone, and removes what a killed run left', async () => {
    const left = join(dir, 'meetings', `${'a'.repeat(24)}.html.00000000-0000-0000-0000-000000000000.part`);
    await writeFile(left, 'half');
    await writeFile(join(dir, 'meetings', 'notes.txt'), 'mine');
    expect(await write('--day', '2026-11-18', '--out', dir)).toMatchObject({ meetings: 2, series: 0, removed: 4 });
    const files = await filesOf(dir);
    expect(files.filter((name) => name.startsWith('series'))).toEqual([]);
    expect(files.filter((name) => name.startsWith('meetings'))).toHaveLength(3);
    expect(await readFile(join(dir, 'meetings', 'notes.txt'), 'utf8')).toBe('mine');
    expect(await write(...days, '--out', dir)).toMatchObject({ meetings: 4, series: 1 });
  });

  test('a folder that holds something else is not written over', async () => {
    const other = join(parent, 'other');
    await mkdir(other);
    await writeFile(join(other, 'index.html'), 'mine');
    const { exitCode, stderr } = await fixture.cli('page', ...days, '--out', other);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining('is there, and not of such pages: choose another folder with --out.'),
    });
    expect(await filesOf(other)).toEqual(['index.html']);
  });

  test('what a list says of a meeting, read without samples, is what its page says', async () => {
    const store = { client: fixture.client, table: 'Captures', now: fixture.now };
    for (const { uuid } of meetings) {
      const stored = await createMeetingReader(store).find(uuid);
      if (!stored) throw new Error(uuid);
      const { data } = await readMeeting(stored, store, { now: fixture.now(), zone: utc });
      expect(await readFacts(stored, store, fixture.now())).toEqual(factsOf(data));
      expect(factsOf(data).minutes).toBeGreaterThan(0);
    }
  });

  test('the words of page name what it did, and refuse what is neither a page nor a folder', async () => {
    const { stdout } = await fixture.cli('page', ...days, '--out', dir);
    expect(stdout).toMatch(
      /index\.html: 4 meetings, 1 series from 2026-11-01 to 2026-11-30 \(UTC\)\. 0 files written, 6 unchanged\.\n$/,
    );
    for (const [args, sentence] of [
      [['--out', dir], 'Which days?'],
      [['uuid', ...days, '--out', dir], 'leave the meeting or the days out'],
    ] as const) {
      const { exitCode, stderr } = await fixture.cli('page', ...args);
      expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(sentence) });
    }
  });
});

describe.skipIf(!hasChromium)('the pages in a browser', () => {
  let browser: Browser;
  let pages: Record<'index' | 'series' | 'meeting', string>;
  beforeAll(async () => {
    browser = await startBrowser();
    await write(...days, '--out', dir);
    const [series = ''] = (await filesOf(dir)).filter((name) => name.startsWith('series/'));
    const [meeting = ''] = (await filesOf(dir)).filter((name) => name.startsWith('meetings/') && name.endsWith('html'));
    pages = { index: join(dir, 'index.html'), series: join(dir, series), meeting: join(dir, meeting) };
  });
  afterAll(() => browser?.close());

  test.each(
    (['index', 'series', 'meeting'] as const).flatMap((kind) =>
      (['light', 'dark'] as const).map((scheme) => [kind, scheme] as const),
    ),
  )('the %s in %s at 360 pixels has no fault that axe-core knows, and is no wider', async (kind, colorScheme) => {
    const viewport = { width: 360, height: 740 };
    const { page, requests, messages } = await openFile(browser, pages[kind], { colorScheme, viewport });
    for (const fold of await page.locator('summary').all()) await fold.click();
    expect({ requests, messages }).toEqual({ requests: [], messages: [] });
    const widths = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]');
    expect(widths[0]).toBeLessThanOrEqual(widths[1]);
    const screenshot = process.env.SCREENSHOTS;
    if (screenshot) await page.screenshot({ path: join(screenshot, `${kind}-${colorScheme}-360.png`), fullPage: true });
    expect(await axeFindings(page)).toEqual([]);
    await page.close();
  });

  test('the search of the index shows the rows with all words, and without a script all rows and no box', async () => {
    const { page } = await openFile(browser, pages.index, {});
    const rows = page.locator('.meetings tbody tr').filter({ visible: true });
    expect(await rows.count()).toBe(4);
    await page.getByLabel('Search these meetings').fill('ALGEBRA 11-18');
    expect(await rows.count()).toBe(1);
    expect(await page.getByRole('status').innerText()).toBe('1 of 4');
    await page.close();
    const plain = await openFile(browser, pages.index, { javaScriptEnabled: false });
    expect(await plain.page.locator('.meetings tbody tr').filter({ visible: true }).count()).toBe(4);
    expect(await plain.page.locator('search').isVisible()).toBe(false);
    await plain.page.close();
  });

  test('by keyboard alone one gets from the index to a meeting, to its series, and back', async () => {
    const { page } = await openFile(browser, pages.index, {});
    const stops = await tabStops(page);
    expect(stops[0]).toBe('A Skip to the content');
    const focusable = await page.locator('a[href], summary, input, [tabindex="0"]').filter({ visible: true }).count();
    expect(stops).toHaveLength(focusable);
    await page.getByRole('link', { name: 'Algebra' }).first().press('Enter');
    await page.waitForURL(/meetings\//);
    expect(await page.locator('h1').innerText()).toBe('Algebra');
    await page.getByRole('link', { name: 'Series: Algebra' }).press('Enter');
    await page.waitForURL(/series\//);
    expect(await page.getByRole('columnheader', { name: '18 Nov' }).count()).toBe(1);
    await page.getByRole('link', { name: 'All meetings' }).press('Enter');
    await page.waitForURL(/index\.html/);
    await page.close();
  });

  test('a fold that is closed is printed open', async () => {
    const { page } = await openFile(browser, pages.meeting, {});
    const visible = () =>
      page.evaluate<boolean>(
        'document.querySelector("details table").checkVisibility({ contentVisibilityAuto: true })',
      );
    const height = () => page.evaluate<number>('document.querySelector("details").getBoundingClientRect().height');
    expect(await visible()).toBe(false);
    expect(await height()).toBeLessThan(60);
    await page.emulateMedia({ media: 'print' });
    // The browser lays it out when it comes to it.
    await expect.poll(visible).toBe(true);
    await expect.poll(height).toBeGreaterThan(300);
    await page.close();
  });
});

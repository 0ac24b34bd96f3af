import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openFile, startBrowser } from '../integration/page/browser.ts';
import { generatedSource, pageOf } from '../unit/page/meeting-fixture.ts';

/**
 * The page of a large webinar: how long it takes to make, how large it is, and how long a browser takes to open it.
 *
 *     node test/campaigns/pages.ts [--people 2000] [--minutes 90] [--times 5]
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '2000' },
    minutes: { type: 'string', default: '90' },
    times: { type: 'string', default: '5' },
  },
});

const dir = await mkdtemp(join(tmpdir(), 'pages-campaign-'));
const browser = await startBrowser();
try {
  const file = join(dir, 'webinar.html');
  const startedAt = performance.now();
  const recipe = {
    seed: 5,
    kind: 'webinar',
    participants: Number(values.people),
    minutes: Number(values.minutes),
  } as const;
  const text = await pageOf(generatedSource(recipe));
  const madeMs = performance.now() - startedAt;
  await writeFile(file, text);
  console.log(
    `${values.people} people, ${values.minutes} minutes: made in ${(madeMs / 1000).toFixed(1)} s, rows and all.`,
  );
  console.log(`${Math.round(Buffer.byteLength(text) / 1000)} kB.`);
  for (let time = 0; time < Number(values.times); time += 1) {
    const { page } = await openFile(browser, file, { viewport: { width: 1280, height: 900 } });
    const loadedMs = await page.evaluate<number>('performance.getEntriesByType("navigation")[0].loadEventEnd');
    console.log(`Opened in ${Math.round(loadedMs)} ms.`);
    await page.close();
  }
} finally {
  await browser.close();
  await rm(dir, { recursive: true });
}

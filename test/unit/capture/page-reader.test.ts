import { expect, test } from 'vitest';
import { PageReader } from '../../../shared/capture/page-reader.ts';
import type { HeldPage } from '../../../shared/zoom/dataset-page.ts';
import type { PageRequest } from '../../../shared/zoom/endpoints.ts';
import { now } from './capture-fixture.ts';

const planned = { meetingId: '1', endTime: '2026-11-20T09:00:00Z' };

/** Zoom that gives pages with these tokens, one after the other; what it was asked, and how many pages were given back. */
function reader(...tokens: readonly (string | undefined | Error)[]) {
  const asked: PageRequest[] = [];
  const givenBack: number[] = [];
  const page = async (request: PageRequest): Promise<HeldPage> => {
    const at = asked.length;
    asked.push(request);
    const token = tokens[at];
    if (token instanceof Error) throw token;
    return {
      rows: [{ at }],
      done: () => void givenBack.push(at),
      ...(token !== undefined && { nextPageToken: token }),
    };
  };
  const pages = new PageReader({ page }, { uuid: 'u==', dataset: 'qos', planned, now: () => now });
  return { pages, asked, givenBack };
}
const first = { kind: 'meeting', type: 'past' } as const;

test('a page is asked for by its meeting, and says when it came', async () => {
  const { pages, asked } = reader('b');
  const page = await pages.fetch(first);
  expect(page).toMatchObject({ rows: [{ at: 0 }], nextPageToken: 'b', fetchedAt: '2026-11-20T10:00:00.000Z' });
  expect(asked).toEqual([{ uuid: 'u==', dataset: 'qos', planned, ...first }]);
});

test('a page whose token leads back to one that was asked with ends the poll, and takes no room', async () => {
  const { pages, givenBack } = reader('b', 'c', 'b');
  await pages.fetch(first);
  await pages.fetch({ ...first, pageToken: 'b' });
  await expect(pages.fetch({ ...first, pageToken: 'c' })).rejects.toThrow(
    'Zoom gave a page token that it was asked with before.',
  );
  expect(givenBack).toEqual([2]);
});

test('a page token may come again in a poll that has begun anew', async () => {
  const { pages } = reader('b', 'c', 'b');
  await pages.fetch(first);
  await pages.fetch({ ...first, pageToken: 'b' });
  expect((await pages.fetch(first)).nextPageToken).toBe('b');
});

test('a poll that begins anew gives back the page that was asked for ahead', async () => {
  const { pages, givenBack } = reader('b', 'c', 'b');
  await pages.fetch(first);
  pages.fetchAhead({ ...first, pageToken: 'b' });
  await pages.fetch(first);
  expect(givenBack).toEqual([1]);
  await expect(pages.takeAhead()).rejects.toThrow('No page was asked for ahead.');
});

test('a page that was asked for ahead is taken once', async () => {
  const { pages, asked } = reader('b', 'c');
  await pages.fetch(first);
  pages.fetchAhead({ ...first, pageToken: 'b' });
  expect((await pages.takeAhead()).rows).toEqual([{ at: 1 }]);
  expect(asked).toHaveLength(2);
  await expect(pages.takeAhead()).rejects.toThrow('No page was asked for ahead.');
});

test('a page that was asked for ahead is let go when nobody waits for it any more', async () => {
  const { pages, givenBack } = reader('b', 'd');
  pages.fetchAhead(first);
  await pages.fetch({ ...first, pageToken: 'c' });
  expect(givenBack).toEqual([0]);
  pages.release();
  expect(givenBack).toEqual([0]);
});

test('a page that was asked for ahead and did not come fails who takes it, and nobody else', async () => {
  const { pages } = reader(new Error('Reset.'), 'b', new Error('Reset.'));
  pages.fetchAhead(first);
  await expect(pages.takeAhead()).rejects.toThrow('Reset.');
  await pages.fetch(first);
  pages.fetchAhead({ ...first, pageToken: 'b' });
  pages.release();
});

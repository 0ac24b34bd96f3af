import { describe, expect, test } from 'vitest';
import { advance, giveBack, handOver, oldestPageTokenMs, startAgain, takeUp } from '../../../shared/domain/look.ts';
import { encodeCapture } from '../../../shared/dynamo/captures/capture-item.ts';
import { captureAt, iso, now, progressOf } from './capture-fixture.ts';

const taking = { owner: 'm', taker: 't', now, leaseUntil: now + 1_000 };

describe('a capture that is taken up', () => {
  test('begins with page 1, and nothing to sweep, when nobody had it before', () => {
    expect(takeUp(captureAt({ nextLookAt: iso(0) }), taking)).toMatchObject({
      state: 'running',
      run: 1,
      lease: { owner: 'm', taker: 't', until: iso(1_000) },
      progress: { segments: [{ run: 1, fromPage: 1 }], pages: 0, sweep: false, restarts: 0 },
    });
    expect(takeUp(captureAt({ nextLookAt: iso(0) }), taking).nextLookAt).toBeUndefined();
  });

  test.each([
    [
      oldestPageTokenMs - 1,
      2,
      [
        { run: 1, fromPage: 1 },
        { run: 2, fromPage: 3 },
      ],
    ],
    [oldestPageTokenMs, 0, [{ run: 2, fromPage: 1 }]],
  ])('with a page token %i ms old has %i pages behind it', (age, pages, segments) => {
    const progress = progressOf({ pageTokenAt: iso(-age) });
    expect(takeUp(captureAt({ run: 1, progress }), taking).progress).toMatchObject({ pages, segments });
  });

  test('begins anew where no page is stored yet, and sweeps what an earlier run may have left', () => {
    const progress = progressOf({ pages: 0 });
    expect(takeUp(captureAt({ run: 1, progress }), taking).progress).toMatchObject({
      segments: [{ run: 2, fromPage: 1 }],
      sweep: true,
    });
  });

  test('sweeps after a worker that never gave it back, and not after one that did', () => {
    const lease = { owner: 'dead', until: iso(-1) };
    const progress = progressOf();
    expect(takeUp(captureAt({ run: 1, progress, lease }), taking).progress.sweep).toBe(true);
    expect(takeUp(giveBack(captureAt({ run: 1, progress, lease })), taking).progress.sweep).toBe(false);
  });

  test('with all pages stored only has to be finished, however old it is', () => {
    const { pageToken: _, pageTokenAt: __, ...progress } = progressOf({ complete: true, sweep: true });
    expect(takeUp(captureAt({ run: 4, progress }), taking)).toMatchObject({ run: 5, progress });
  });
});

test('a capture that is handed over is due from then on, however long ago it was registered', () => {
  const running = takeUp(captureAt({ registeredAt: iso(-86_400_000) }), taking);
  expect(encodeCapture(handOver(running, now + 500), undefined)).toMatchObject({
    openState: { S: 'running' },
    dueAt: { S: iso(500) },
  });
});

test('a look that starts again is a new run that sweeps; only a dead page token counts as a restart', () => {
  const running = { ...captureAt({ run: 3 }), progress: progressOf({ restarts: 1 }) };
  expect(startAgain(running, 'paging')).toMatchObject({
    run: 4,
    progress: { segments: [{ run: 4, fromPage: 1 }], pages: 0, rows: 0, sweep: true, restarts: 2 },
  });
  const pastOne = { ...running, progress: { ...running.progress, type: 'pastOne' as const } };
  expect(startAgain(pastOne, 'erasure').progress).toMatchObject({ type: 'pastOne', restarts: 1 });
});

describe('progress', () => {
  const page = { rows: 300, halfReadyRows: 1, contentHash: 'c'.repeat(32), fetchedAt: iso(5) };

  test('counts a page and keeps the token that leads on', () => {
    expect(advance(progressOf(), { ...page, expectedRows: 901, nextPageToken: 'on' })).toMatchObject({
      ...{ pages: 3, rows: 900, halfReadyRows: 1, expectedRows: 901, contentHash: page.contentHash },
      ...{ complete: false, pageToken: 'on', pageTokenAt: iso(5) },
    });
  });

  test('is complete with the page that has no token, and forgets the one before', () => {
    const done = advance(progressOf(), page);
    expect(done.complete).toBe(true);
    expect([done.pageToken, done.pageTokenAt]).toEqual([undefined, undefined]);
  });
});

import { describe, expect, test } from 'vitest';
import type { Capture } from '../../../shared/domain/capture/capture.ts';
import {
  advance,
  inSmallerPages,
  isFurther,
  isUnchanged,
  leadsNowhere,
  mayRestart,
  oldestPageTokenMs,
  restartPoll,
  rowsReturned,
  startRun,
  withErasures,
} from '../../../shared/domain/capture/poll.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { emptyContentHash } from '../../../shared/domain/row/content-hash.ts';
import { captureAt, iso, now, progressOf } from './capture-fixture.ts';

const lease = { owner: 'm', taker: 't', until: now + 1_000 };
const start = (capture: Parameters<typeof captureAt>[0], type?: 'past' | 'pastOne') =>
  startRun(captureAt(capture), lease, { now, type });

describe('a run that starts', () => {
  test('begins at page 1, with nothing to prune, when nobody had the capture before', () => {
    const started = start({ nextPollAt: iso(0) });
    expect(started).toMatchObject({
      state: 'running',
      run: 1,
      lease: { owner: 'm', taker: 't', until: iso(1_000) },
      progress: { segments: [{ run: 1, fromPage: 1 }], pages: 0, prune: false, restarts: 0, type: 'past' },
    });
    expect(started).not.toHaveProperty('nextPollAt');
    expect(started).not.toHaveProperty('unfinishedRows');
  });

  test('begins with a progress that holds nothing it does not know', () => {
    const begun = {
      segments: [{ run: 2, fromPage: 1 }],
      pages: 0,
      rows: 0,
      contentHash: emptyContentHash,
      halfReadyRows: 0,
      complete: false,
      restarts: 0,
      type: 'past',
      prune: true,
    };
    expect(start({ run: 1 }).progress).toStrictEqual(begun);
    expect(start({ run: 1, progress: progressOf({ pages: 0 }) }).progress).toStrictEqual(begun);
  });

  test('has had as many restarts as the one that it takes over from; put off, none', () => {
    const progress = progressOf({ pages: 0, restarts: 2 });
    expect(start({ state: 'running', run: 1, progress }).progress.restarts).toBe(2);
    expect(start({ state: 'waiting', run: 1, progress }).progress.restarts).toBe(0);
  });

  test('takes a page token for alive for 14 of its 15 minutes', () => {
    expect(oldestPageTokenMs).toBe(840_000);
  });

  test('goes on behind the pages of an earlier run whose page token still lives', () => {
    const progress = progressOf({ pageTokenAt: iso(1 - oldestPageTokenMs) });
    const segments = [
      { run: 1, fromPage: 1 },
      { run: 2, fromPage: 3 },
    ];
    expect(start({ run: 1, progress }).progress).toMatchObject({ pages: 2, segments });
  });

  test('begins anew with a page token that is 14 minutes old', () => {
    const progress = progressOf({ pageTokenAt: iso(-oldestPageTokenMs) });
    expect(start({ run: 1, progress }).progress).toMatchObject({ pages: 0, segments: [{ run: 2, fromPage: 1 }] });
  });

  test('begins anew where no page is stored yet, and prunes what an earlier run may have left', () => {
    const progress = progressOf({ pages: 0 });
    expect(start({ run: 1, progress }).progress).toMatchObject({ segments: [{ run: 2, fromPage: 1 }], prune: true });
  });

  test('begins anew where another type is asked for', () => {
    expect(start({ run: 1, progress: progressOf() }, 'pastOne').progress).toMatchObject({ pages: 0, type: 'pastOne' });
    expect(start({ run: 1, progress: progressOf() }, 'past').progress.pages).toBe(2);
  });

  test('prunes after a worker that never gave the lease back, and says that its rows may be there', () => {
    const dead = { owner: 'dead', until: iso(-1) };
    const started = start({ run: 1, progress: progressOf(), lease: dead });
    expect([started.progress.prune, started.unfinishedRows]).toEqual([true, true]);
    const given = start({ run: 1, progress: progressOf() });
    expect([given.progress.prune, given.unfinishedRows]).toEqual([false, undefined]);
  });

  test('with all pages stored has only to be finished, however old it is', () => {
    const progress = omit(progressOf({ complete: true, prune: true }), 'pageToken', 'pageTokenAt');
    expect(start({ run: 4, progress })).toMatchObject({ run: 5, progress });
  });

  test('remembers how far the poll came before it began anew', () => {
    const old = progressOf({ pages: 7, pageTokenAt: iso(-oldestPageTokenMs) });
    const again = start({ run: 1, progress: old }).progress;
    expect(again).toMatchObject({ pages: 0, reached: 7 });
    expect(start({ run: 2, progress: { ...again, pages: 3 } }).progress.reached).toBe(7);
    expect([7, 8].map((pages) => isFurther({ ...again, pages }))).toEqual([false, true]);
  });

  test('remembers how Zoom must be asked, though the pages are gone', () => {
    const progress = inSmallerPages(progressOf({ kind: 'webinar' }), 5);
    expect(start({ run: 1, progress }).progress).toMatchObject({ pages: 0, pageSize: 5, kind: 'webinar' });
  });
});

describe('a later poll', () => {
  const whole = { run: 1, rows: 5, contentHash: 'c'.repeat(32), polls: 1 };
  const comparing = (capture: Partial<Capture>, asked = { mayCompare: true }) =>
    startRun(captureAt(capture), lease, { now, ...asked }).progress.compares;

  test('compares with the rows of a poll that ended, and prunes nothing', () => {
    const { progress } = startRun(captureAt(whole), lease, { now, mayCompare: true });
    expect(progress).toMatchObject({ compares: true, prune: false });
  });

  test.each<[string, Partial<Capture>]>([
    ['no poll has ended', { run: 1 }],
    ['rows of an unfinished poll may be stored', { ...whole, unfinishedRows: true }],
    ['no row is stored', { ...whole, rows: 0 }],
    ['they are a snapshot', { ...whole, type: 'live' }],
    ['a worker died that may have stored some', { ...whole, lease: { owner: 'm', until: iso(0) } }],
  ])('stores its rows where %s', (_what, capture) => {
    expect(comparing(capture)).toBeUndefined();
  });

  test('stores its rows where somebody asked for it', () => {
    expect(comparing(whole, { mayCompare: false })).toBeUndefined();
    const compared = { ...whole, progress: progressOf({ compares: true, pageTokenAt: iso(0) }) };
    expect(comparing(compared, { mayCompare: false })).toBeUndefined();
  });

  test('goes on comparing after a crash, since nothing of it was stored', () => {
    const lost = { ...whole, lease: { owner: 'm', until: iso(0) }, progress: progressOf({ compares: true }) };
    const { progress, unfinishedRows } = startRun(captureAt(lost), lease, { now, mayCompare: true });
    expect(progress.compares).toBe(true);
    expect(unfinishedRows).toBeUndefined();
  });

  test('is unchanged when it brings the same rows, and leaves the same ones out', () => {
    const found = progressOf({ rows: 5, contentHash: whole.contentHash });
    expect(isUnchanged(captureAt(whole), found)).toBe(true);
    for (const other of [{ rows: 4 }, { contentHash: 'd'.repeat(32) }, { rows: 4, erased: 1 }, { erased: 1 }]) {
      expect(isUnchanged(captureAt(whole), { ...found, ...other })).toBe(false);
    }
    expect(isUnchanged(captureAt({ ...whole, rows: 4, erased: 1 }), { ...found, rows: 4, erased: 1 })).toBe(true);
  });

  test('that begins anew stores its rows, unless somebody was erased meanwhile', () => {
    const running = { ...captureAt(whole), progress: progressOf({ compares: true, prune: false }) };
    expect(restartPoll(running, 'erasure').progress).toMatchObject({ compares: true, prune: false });
    for (const cause of ['changed', 'paging'] as const) {
      expect(restartPoll(running, cause).progress).toMatchObject({ prune: true });
      expect(restartPoll(running, cause).progress.compares).toBeUndefined();
    }
  });
});

describe('a poll that begins anew', () => {
  const running = { ...captureAt({ run: 3 }), progress: progressOf({ restarts: 1, type: 'pastOne', erasures: 'e' }) };

  test('is a new run that prunes; only broken paging counts as a restart', () => {
    expect(restartPoll(running, 'paging')).toMatchObject({
      run: 4,
      progress: { segments: [{ run: 4, fromPage: 1 }], pages: 0, rows: 0, prune: true, restarts: 2, type: 'pastOne' },
    });
    expect(restartPoll(running, 'erasure').progress).toMatchObject({ restarts: 1, erasures: 'e' });
  });

  test.each([
    [2, true],
    [3, false],
  ])('after %i restarts may begin anew: %s', (restarts, may) => {
    expect(mayRestart({ ...running, progress: progressOf({ restarts }) })).toBe(may);
  });
});

describe('progress', () => {
  const page = { rows: 300, halfReadyRows: 1, contentHash: 'c'.repeat(32), fetchedAt: iso(5) };

  test('counts a page and keeps the token that leads on', () => {
    expect(advance(progressOf(), { ...page, expectedRows: 901, nextPageToken: 'on' })).toMatchObject({
      pages: 3,
      rows: 900,
      halfReadyRows: 1,
      expectedRows: 901,
      contentHash: page.contentHash,
      complete: false,
      pageToken: 'on',
      pageTokenAt: iso(5),
    });
  });

  test.each([
    [901, undefined, 901],
    [901, 902, 902],
    [901, 900, 900],
    // The poll has brought 900 by then.
    [901, 899, 901],
    [901, 0, 901],
    [undefined, 899, 899],
    [0, 0, 0],
  ])('takes back no count of rows: %s by an earlier page, %s by this one', (earlier, said, expected) => {
    const before = progressOf(earlier === undefined ? {} : { expectedRows: earlier });
    const after = advance(before, { ...page, ...(said !== undefined && { expectedRows: said }) });
    expect(after.expectedRows).toBe(expected);
  });

  test('holds nothing of a page that the page has not', () => {
    const before = omit(progressOf(), 'pageToken', 'pageTokenAt');
    const after = { ...before, pages: 3, rows: 900, halfReadyRows: 1, contentHash: page.contentHash, complete: true };
    expect(advance(progressOf(), page)).toStrictEqual(after);
  });

  test('counts pages without a row in a row; one of an erased person has one', () => {
    const none = { ...page, rows: 0, nextPageToken: 'on' };
    const once = advance(progressOf(), none);
    expect([once.emptyPages, advance(once, none).emptyPages]).toEqual([1, 2]);
    expect(advance(once, { ...none, erased: 1 })).not.toHaveProperty('emptyPages');
    expect(advance(once, { ...none, rows: 1, erased: 1 })).not.toHaveProperty('emptyPages');
    expect(advance(progressOf(), { ...none, rows: 1 })).not.toHaveProperty('emptyPages');
  });

  test.each([
    ['qos', { emptyPages: 4 }, false],
    ['qos', { emptyPages: 5 }, true],
    ['qos', { emptyPages: 5, complete: true }, false],
    ['qos', { pages: 59_999 }, false],
    ['qos', { pages: 60_000 }, true],
    ['qos', { pages: 60_000, complete: true }, false],
    // Of three lists, each of which may be empty.
    ['registrants', { emptyPages: 14 }, false],
    ['registrants', { emptyPages: 15 }, true],
  ] as const)('of %s with %o leads nowhere: %s', (dataset, changes, isEndless) => {
    expect(leadsNowhere(progressOf(changes), dataset)).toBe(isEndless);
  });

  test('counts what Zoom returned, stored or left out', () => {
    expect([rowsReturned(progressOf()), rowsReturned(progressOf({ erased: 3 }))]).toEqual([600, 603]);
  });

  test('knows of the erasures that it is told of last, and of none when there is none', () => {
    expect(withErasures(progressOf({ erasures: 'a' }), 'b')).toStrictEqual(progressOf({ erasures: 'b' }));
    expect(withErasures(progressOf({ erasures: 'a' }), undefined)).toStrictEqual(progressOf());
  });

  test('adds up the rows that were left out, and is silent of none', () => {
    const once = advance(progressOf(), { ...page, erased: 2 });
    expect(advance(once, { ...page, erased: 3 }).erased).toBe(5);
    expect(advance(progressOf(), { ...page, erased: 0 })).not.toHaveProperty('erased');
  });

  test('adds up the values that were left out, and is silent of none', () => {
    const once = advance(progressOf(), { ...page, leftOut: 2 });
    expect([once.leftOut, advance(once, { ...page, leftOut: 3 }).leftOut]).toEqual([2, 5]);
    expect(advance(once, { ...page, leftOut: 0 }).leftOut).toBe(2);
    expect(advance(progressOf(), { ...page, leftOut: 0 })).not.toHaveProperty('leftOut');
  });

  test('is complete with the page that has no token, and forgets the one before', () => {
    const done = advance(progressOf(), page);
    expect(done.complete).toBe(true);
    expect([done.pageToken, done.pageTokenAt]).toEqual([undefined, undefined]);
  });
});

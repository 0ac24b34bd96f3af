import { describe, expect, test } from 'vitest';
import type { Capture } from '../../../shared/domain/capture/capture.ts';
import type { CaptureEvent } from '../../../shared/domain/capture/capture-machine.ts';
import { captureAt, failed, first, iso, kinds, now, page, progressOf, running, step } from './capture-fixture.ts';

const fetched = { kind: 'page-fetched', rows: 9, nextPageToken: 'on', timeUp: false } as const;
const stored = { kind: 'page-stored', page: { ...page, nextPageToken: 'on' }, timeUp: false } as const;
const lastPage = { ...stored, page } as const;

describe('each step of a poll takes its edge', () => {
  const over = { dataset: 'report', notReady: 8 } as const;
  const waiting = { dataset: 'report' } as const;
  const none = { kind: 'participants-read', oneParticipant: false } as const;
  const brought = { polls: 1, contentHash: progressOf().contentHash };
  const counted = (state: 'empty' | 'unavailable' | 'failed', edge: string) =>
    ({ kind: 'rows-counted', stored: 0, outcome: { state, edge } }) as CaptureEvent;

  test.each<[string, Capture, CaptureEvent]>([
    ['page stored', running(), stored],
    ['page stored', running({}, progressOf({ prune: true })), lastPage],
    ['handed over', running(), { ...stored, timeUp: true }],
    ['begun anew', running(), failed('paging')],
    ['rows, another poll planned', running(), lastPage],
    ['rows, as they are', running({ dataset: 'qos' }), lastPage],
    ['not ready', running(waiting, first), none],
    ['never ready', running({ ...over, ...brought }, first), none],
    ['never ready', running(over, { ...first, kind: 'webinar' }), counted('unavailable', 'never ready')],
    ['rightly empty', running(waiting, first), counted('empty', 'rightly empty')],
    ['rate limit or transient failure', running({}, first), failed('transient')],
    ['calls are stopped', running({}, first), failed('stopped')],
    ["account's fault", running({}, first), failed('account')],
    ['final answer or no end of failures', running({}, first), failed('final')],
  ])('%s', (edge, capture, event) => {
    expect(step(capture, event).edge).toBe(edge);
  });

  test('and so does a count of rows that it asks for', () => {
    const asked = (capture: Capture, event: CaptureEvent) => step(capture, event).effects;
    const one = { ...none, oneParticipant: true };
    expect(asked(running(waiting, first), one)).toMatchObject([{ outcome: { edge: 'rightly empty' } }]);
    expect(asked(running(over, first), none)).toMatchObject([{ outcome: { edge: 'never ready' } }]);
    expect(asked(running({ unfinishedRows: true }, first), failed('final'))).toMatchObject([
      { outcome: { edge: 'final answer or no end of failures', deadLetter: false } },
    ]);
  });
});

describe('a page that was fetched', () => {
  test('stores rows, which are unfinished from then on; one without rows stores none', () => {
    expect(step(running(), fetched).capture?.unfinishedRows).toBe(true);
    expect(step(running(), { ...fetched, rows: 1 }).capture).toEqual({ ...running(), unfinishedRows: true });
    expect(step(running(), { ...fetched, rows: 0 }).capture).toEqual(running());
    expect(step(running({ polls: 1, contentHash: 'h' }), fetched).capture?.unfinishedRows).toBe(true);
  });

  test('is stored at once where the poll does not compare, whatever Zoom counts', () => {
    const { effects } = step(running({ expectedRows: 5 }, first), { ...fetched, expectedRows: 9 });
    expect(kinds(effects)).toEqual(['fetch-ahead', 'store-page']);
  });

  test('is no end of the poll where it has no row and leads on', () => {
    expect(kinds(step(running({}, first), { ...fetched, rows: 0 }).effects)).toEqual(['fetch-ahead', 'store-page']);
  });

  test.each([{ pageSize: 5 }, {}])('leads to one of the size that the poll has come to: %j', (size) => {
    const usual = { kind: 'meeting', type: 'past', ...size };
    const { effects } = step(running({}, progressOf(size)), fetched);
    expect(effects[0]).toStrictEqual({ kind: 'fetch-ahead', request: { ...usual, pageToken: 'on' } });
  });
});

describe('pages that lead to no end', () => {
  const fifth = progressOf({ emptyPages: 4, pages: 4, rows: 0 });
  const empty = { ...stored, page: { ...stored.page, rows: 0 } };

  test('are a poll that begins anew, three times, and then fails with a dead letter', () => {
    expect(step(running({}, fifth), empty).capture).toMatchObject({ run: 2, progress: { restarts: 1, pages: 0 } });
    expect(step(running({}, { ...fifth, emptyPages: 3 }), empty).edge).toBe('page stored');
    const last = step(running({}, { ...fifth, restarts: 3 }), empty);
    const lastError = { name: 'EndlessPagesError', message: 'Zoom led from page to page, 5 of them, and to no end.' };
    expect(last.capture).toMatchObject({ state: 'failed', lastError });
    expect(kinds(last.effects)).toEqual(['dead-letter', 'save', 'report', 'tell', 'end-message']);
  });

  test('are no other rows than those of the poll before, where none of them has one', () => {
    const compared = running({ dataset: 'report', contentHash: 'h' }, { ...fifth, emptyPages: 1, compares: true });
    expect(kinds(step(compared, { ...lastPage, page: { ...page, rows: 0 } }).effects)).toEqual(['read-participants']);
  });
});

describe('what Zoom said when it had no rows', () => {
  const old = { at: iso(-5), name: 'Old', message: 'old' };
  const empty = { ...fetched, rows: 0, nextPageToken: undefined };
  const told = (event: CaptureEvent, changes: Partial<Capture> = {}, progress = first) =>
    step(running({ dataset: 'report', ...changes }, progress), event).capture?.lastError?.name;

  test('is what it said last', () => {
    expect(told(failed('not-ready'))).toBe('not-ready');
    expect(told(failed('not-ready'), { lastError: old })).toBe('not-ready');
    expect(told(empty, { lastError: old })).toBeUndefined();
    expect(step(running({ dataset: 'report', lastError: old }, first), empty).capture).not.toHaveProperty('lastError');
  });

  test("is not what the other kind's lists say, where its own have said something", () => {
    const other = { ...first, kind: 'webinar' } as const;
    expect(told(failed('not-ready'), { lastError: old }, other)).toBe('Old');
    expect(told(failed('not-ready'), {}, other)).toBe('not-ready');
    expect(told(empty, { lastError: old }, other)).toBe('Old');
  });

  test.each(['not-ready', 'none', 'inaccessible'] as const)('is no failure where it is %s', (kind) => {
    expect(kinds(step(running({ dataset: 'report' }, first), failed(kind)).effects)).toEqual(['read-participants']);
  });
});

test('what fails of the other kind, and passes, is tried again', () => {
  const { capture } = step(running({ dataset: 'report' }, { ...first, kind: 'webinar' }), failed('transient'));
  expect(capture).toMatchObject({ state: 'waiting', progress: { kind: 'webinar' } });
});

test('a final state over no row has a dead letter only where one is asked for', () => {
  const counted = (deadLetter?: true) =>
    step(running({}, first), {
      kind: 'rows-counted',
      stored: 0,
      outcome: { state: 'failed', edge: 'never ready', ...(deadLetter && { deadLetter }) },
    });
  expect(counted().capture?.state).toBe('failed');
  expect(kinds(counted().effects)).toEqual(['save', 'report', 'tell', 'end-message']);
  expect(kinds(counted(true).effects)).toContain('dead-letter');
});

test.each([
  [0, 1_000],
  [1_000, 1_000],
  [1_001, 1_001],
])('a message for %i ms from now is sent for %i ms from now, so that its item is saved before it arrives', (ms, at) => {
  const { effects } = step(running({}, first), failed('stopped', { retryAt: now + ms }));
  expect(kinds(effects)).toEqual(['send', 'save', 'report', 'end-message']);
  expect(effects[0]).toMatchObject({ at: now + at, message: { notBefore: iso(ms) } });
});

describe('a dataset that a meeting may have nothing of', () => {
  const dataset = 'registrants';
  const notFound = failed('not-ready', { name: 'ZoomNotReadyError' });
  const countsRows = [{ kind: 'count-rows', outcome: { state: 'empty', edge: 'rightly empty' } }];

  test('is empty once no row is stored', () => {
    const none = step(running({ dataset }, first), failed('none'));
    expect(none.effects).toEqual(countsRows);
    expect(none.capture?.lastError?.name).toBe('none');
    expect(step(running({ dataset }, first), { ...fetched, rows: 0, nextPageToken: undefined }).effects).toEqual(
      countsRows,
    );
  });

  test('is looked for in the lists of the other kind where Zoom does not know the meeting, once', () => {
    const asked = step(running({ dataset }, first), notFound);
    expect(asked.effects).toMatchObject([{ kind: 'fetch-page', request: { kind: 'webinar', type: 'past' } }]);
    expect(step(running({ dataset }, { ...first, kind: 'webinar' }), notFound).effects).toEqual(countsRows);
    // An earlier poll brought rows, and what an unfinished one has stored is counted.
    const known = { dataset, polls: 1, contentHash: 'h', unfinishedRows: true } as const;
    expect(step(running(known, first), notFound).effects).toEqual(countsRows);
  });

  test('keeps the rows of a poll that ended where Zoom has none any more', () => {
    const kept = step(running({ dataset, polls: 1, rows: 5, contentHash: 'h' }, first), notFound);
    expect([kept.capture?.state, kept.capture?.rows, kept.edge]).toEqual(['settled', 5, 'never ready']);
  });

  test('waits for the planned poll where somebody asked before it', () => {
    const early = step(running({ dataset, plannedAt: iso(60_000) }, first), failed('none'));
    expect(early.capture).toMatchObject({ state: 'waiting', nextPollAt: iso(60_000) });
    expect([kinds(early.effects), early.edge]).toEqual([['send', 'save', 'report', 'end-message'], 'not ready']);
  });
});

test('a capture that nobody has polled yet waits', () => {
  expect(captureAt()).toMatchObject({ state: 'waiting', polls: 0, run: 0, sequence: 0 });
});

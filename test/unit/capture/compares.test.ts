import { describe, expect, test } from 'vitest';
import type { Capture, Progress } from '../../../shared/domain/capture/capture.ts';
import { type CaptureEvent, transition } from '../../../shared/domain/capture/capture-machine.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { captureAt, contextOf, iso, progressOf } from './capture-fixture.ts';

const context = contextOf();

const known = 'a'.repeat(32);
const other = 'c'.repeat(32);

/** A later poll at its first page; the last one brought 300 rows, of which Zoom counted as many. */
const comparing = (progress: Partial<Progress> = {}): Capture => {
  const first = omit(progressOf({ pages: 0, rows: 0 }), 'pageToken', 'pageTokenAt');
  return captureAt({
    state: 'running',
    run: 4,
    polls: 1,
    rows: 300,
    expectedRows: 300,
    contentHash: known,
    lease: { owner: 'mine', until: iso(135_000) },
    progress: { ...first, segments: [{ run: 4, fromPage: 1 }], compares: true, ...progress },
  });
};

const step = (capture: Capture, event: CaptureEvent) => transition(capture, event, context);
const kindsOf = (capture: Capture, event: CaptureEvent) => step(capture, event).effects.map(({ kind }) => kind);
const fetched = (expectedRows: number, nextPageToken?: string, timeUp = false): CaptureEvent => ({
  kind: 'page-fetched',
  rows: 300,
  nextPageToken,
  expectedRows,
  timeUp,
});
const stored = (contentHash: string, { rows = 300, erased = 0 } = {}): CaptureEvent => ({
  kind: 'page-stored',
  page: { rows, halfReadyRows: 0, contentHash, expectedRows: 300, fetchedAt: iso(0), ...(erased > 0 && { erased }) },
  timeUp: false,
});
const storing = { unfinishedRows: true, progress: { prune: true } };

describe('a poll that compares', () => {
  test('leaves the item as it is while nothing shows that rows have changed', () => {
    const capture = comparing();
    const only = step(capture, fetched(300));
    expect([only.capture, only.effects, only.edge]).toEqual([capture, [{ kind: 'store-page' }], undefined]);
    expect(kindsOf(capture, fetched(300, 'on'))).toEqual(['fetch-ahead', 'store-page']);
    expect(kindsOf(capture, fetched(300, 'on', true))).toEqual(['store-page']);
  });

  test('says that it stores before it does, where Zoom counts other rows', () => {
    const { capture, effects, edge } = step(comparing(), fetched(301, 'on'));
    expect(effects).toEqual([
      { kind: 'fetch-ahead', request: { kind: 'meeting', type: 'past', pageToken: 'on' } },
      { kind: 'save', capture, expectedRun: 4 },
      { kind: 'store-page' },
    ]);
    expect([capture, edge]).toMatchObject([storing, 'begun anew']);
    expect(capture?.progress).not.toHaveProperty('compares');
  });

  test('does not heed what Zoom counts on a later page', () => {
    const capture = comparing({ pages: 1, rows: 300 });
    expect(step(capture, fetched(301))).toEqual({ capture, effects: [{ kind: 'store-page' }] });
  });

  test('ends without a row written or deleted where it found the same rows', () => {
    const { capture, effects, edge } = step(comparing(), stored(known));
    expect(effects.map(({ kind }) => kind)).toEqual(['save', 'report', 'tell', 'end-message']);
    expect(capture).toMatchObject({ state: 'settled', polls: 2, rows: 300 });
    expect(edge).toBe('rows, as they are');
  });

  test.each([
    ['other rows', stored(other)],
    ['fewer rows', stored(known, { rows: 299 })],
    ['rows that are left out now', stored(known, { erased: 1 })],
  ])('stores its only page after all where that has %s', (_what, event) => {
    const { capture, effects, edge } = step(comparing(), event);
    expect(effects).toEqual([{ kind: 'save', capture, expectedRun: 4 }, { kind: 'store-page' }]);
    expect([capture, edge]).toMatchObject([{ ...storing, calls: 0 }, 'begun anew']);
    expect(capture?.progress).toMatchObject({ pages: 0, rows: 0 });
    expect(capture?.progress).not.toHaveProperty('compares');
  });

  test('begins anew from page 1, as a run that stores, where the last of several pages shows that rows have changed', () => {
    const { capture, effects, edge } = step(comparing({ pages: 1, rows: 0 }), stored(other));
    expect(effects).toEqual([
      { kind: 'save', capture, expectedRun: 4 },
      { kind: 'fetch-page', request: { kind: 'meeting', type: 'past' } },
    ]);
    expect([capture, edge]).toMatchObject([{ run: 5, calls: 1, progress: { prune: true, restarts: 0 } }, 'begun anew']);
    expect(capture?.progress).not.toHaveProperty('compares');
  });

  test('brings nothing where all of its pages were empty: the rows that are stored stay', () => {
    expect(kindsOf(comparing({ pages: 1, rows: 0 }), stored(known, { rows: 0 }))).not.toContain('store-page');
  });
});

import { describe, expect, test } from 'vitest';
import { type Capture, captureStates, isSnapshot } from '../../../shared/domain/capture/capture.ts';
import { type CaptureContext, type Effect, transition } from '../../../shared/domain/capture/capture-machine.ts';
import type { CaptureMessage } from '../../../shared/domain/capture/capture-message.ts';
import {
  captureAt,
  contextOf,
  failed,
  first,
  iso,
  kinds,
  now,
  page,
  progressOf,
  running,
  step,
} from './capture-fixture.ts';

const minute = 60_000;
const received = (capture: Capture | undefined, changes?: Partial<CaptureMessage>, more?: Partial<CaptureContext>) =>
  transition(capture, { kind: 'received' }, contextOf(changes, more));
const started = ['claim'];
const ended = ['end-message'];
/** Its worker may have died before it told. */
const endedAndTold = ['tell', 'end-message'];
const deferred = ['send', 'end-message'];
const deferredTo = (effects: readonly Effect[]) =>
  effects.flatMap((one) => (one.kind === 'send' ? [one.at - now] : []));

describe('a message that is received', () => {
  test('registers the capture that nobody knows', () => {
    const { effects, edge } = received(undefined);
    expect([kinds(effects), edge]).toEqual([['register'], 'registered']);
  });

  test.each([
    [0, 0, started],
    [0, 1, ended],
    [1, 1, started],
    [2, 1, started],
    [1, 2, ended],
  ])('with number %i where the capture is at %i leads to %j', (sequence, at, effects) => {
    expect(kinds(received(captureAt({ sequence: at }), { sequence }).effects)).toEqual(effects);
  });

  test('that was done over rows is told of once more: its worker may have died before it told', () => {
    const capture = captureAt({ state: 'captured', capturedAt: '2026-11-20T10:00:00.000Z', sequence: 2 });
    expect(kinds(received(capture, { sequence: 1 }).effects)).toEqual(endedAndTold);
  });

  test('is sent again, and nothing is written, while the calls of its account are stopped', () => {
    const capture = captureAt({ state: 'captured', failures: 2 });
    const step = received(capture, {}, { heldUntil: now + 5 * minute });
    expect(step.capture).toBe(capture);
    expect([kinds(step.effects), deferredTo(step.effects)]).toEqual([deferred, [5 * minute]]);
    expect(step.edge).toBe('held while calls are stopped');
  });

  test('of a worker that left its pages is taken over although calls are stopped, so that its lease ends', () => {
    const running = captureAt({ state: 'running', progress: progressOf({}) });
    expect(kinds(received(running, {}, { heldUntil: now + minute }).effects)).toEqual(started);
  });

  test('makes the capture heed no message with a lower number than its own', () => {
    expect(received(captureAt({ sequence: 1 }), { sequence: 4 }).capture?.sequence).toBe(4);
  });

  test.each([
    ['settled', 'event', endedAndTold],
    ['failed', 'event', endedAndTold],
    ['empty', 'sweep', endedAndTold],
    ['unavailable', 'backfill', endedAndTold],
    ['failed', 'demand', started],
    ['settled', 'demand', started],
    ['captured', 'event', started],
    ['parked', 'event', started],
  ] as const)('about a capture that is %s, by %s, leads to %j', (state, reason, effects) => {
    expect(kinds(received(captureAt({ state }), { reason }).effects)).toEqual(effects);
  });

  test('waits for its own time, to the millisecond', () => {
    const early = received(captureAt(), { notBefore: iso(5_000) });
    expect([kinds(early.effects), deferredTo(early.effects)]).toEqual([deferred, [5_000]]);
    expect(kinds(received(captureAt(), { notBefore: iso(0) }).effects)).toEqual(started);
    expect(kinds(received(captureAt(), { notBefore: iso(1) }).effects)).toEqual(deferred);
  });

  test('that is sent again has no name of anybody, and is due when it is to be worked', () => {
    const told = { topic: 'Ada’s room', hostId: 'h', meetingId: '7' };
    const { effects } = received(captureAt(), { ...told, notBefore: iso(5_000), sequence: 3 });
    const { message } = contextOf({ meetingId: '7', notBefore: iso(5_000), sequence: 3 });
    expect(effects).toStrictEqual([{ kind: 'send', message, at: now + 5_000 }, { kind: 'end-message' }]);
  });

  test('waits for the next planned poll, unless a person asked', () => {
    const planned = captureAt({ nextPollAt: iso(minute) });
    expect(deferredTo(received(planned).effects)).toEqual([minute]);
    expect(kinds(received(captureAt({ nextPollAt: iso(0) })).effects)).toEqual(started);
    expect(kinds(received(planned, { reason: 'demand' }).effects)).toEqual(started);
  });

  test('waits for the worker that has the lease, 15 seconds at most and not beyond it', () => {
    const leased = (ms: number, owner = 'other') => captureAt({ lease: { owner, until: iso(ms) } });
    expect(deferredTo(received(leased(60_000)).effects)).toEqual([15_000]);
    expect(deferredTo(received(leased(15_001)).effects)).toEqual([15_000]);
    expect(deferredTo(received(leased(2_000)).effects)).toEqual([2_000]);
    expect(kinds(received(leased(0)).effects)).toEqual(started);
    // The same message delivered twice at once has two workers, both alive.
    expect(kinds(received(leased(60_000, 'mine')).effects)).toEqual(deferred);
  });

  test('does nothing once the retention of its meeting is over, whatever the capture is', () => {
    expect(kinds(received(undefined, {}, { expiresAt: now }).effects)).toEqual(ended);
    expect(kinds(received(captureAt({ state: 'parked' }), {}, { expiresAt: now }).effects)).toEqual(ended);
    expect(kinds(received(undefined, {}, { expiresAt: now + 1 }).effects)).toEqual(['register']);
  });

  test('fails a capture that is older than what Zoom keeps, and says how it was', () => {
    const halfAYear = 183 * 24 * 60 * minute;
    const old = (age: number) => captureAt({ state: 'parked', endTime: iso(-age), registeredAt: iso(-age) });
    expect(kinds(received(old(halfAYear)).effects)).toEqual(started);
    const { capture, effects } = received(old(halfAYear + 1));
    expect(capture).toMatchObject({
      state: 'failed',
      sequence: 1,
      run: 1,
      lastError: { message: expect.stringMatching('parked') },
    });
    expect(kinds(effects)).toEqual(['save', 'report', 'tell', 'end-message']);
    // Whoever is frozen in a write of the former run does not open it again.
    expect(effects[0]).toMatchObject({ capture: { run: 1 }, expectedRun: 0 });
    expect(kinds(received(old(halfAYear + 1), { reason: 'demand' }).effects)).toEqual(started);
    expect(capture?.lastError?.name).toBe('CaptureAbandonedError');
    // Heard of late, it has the same time.
    const heardOf = captureAt({ endTime: iso(-halfAYear - 1), registeredAt: iso(0) });
    expect(kinds(received(heardOf).effects)).toEqual(started);
    expect(received({ ...old(halfAYear + 1), type: 'past' }).capture?.type).toBe('past');
  });

  test('begins a poll of the type that it asks for, which compares unless a person asked', () => {
    const known = captureAt({ state: 'captured', polls: 1, rows: 5, contentHash: 'h', run: 2 });
    const planned = received(known);
    expect([planned.capture?.progress, planned.edge]).toMatchObject([{ type: 'past', compares: true }, 'started']);
    expect(received(known, { reason: 'demand' }).capture?.progress).not.toHaveProperty('compares');
    expect(received(captureAt(), {}, { type: 'pastOne' }).capture?.progress).toMatchObject({ type: 'pastOne' });
    const left = captureAt({ state: 'running', progress: progressOf() });
    expect(received(left).edge).toBe('taken over or continued');
    expect(received(left).capture?.progress).toMatchObject({ pages: 2, pageToken: 'next' });
  });

  const lease = { owner: 'dead', until: iso(-minute) };
  const none = { storedRows: undefined, unfinishedRows: undefined };
  test.each([
    [3, 'that did not end', { unfinishedRows: true }, { storedRows: 3, unfinishedRows: true }],
    [0, 'that did not end', { unfinishedRows: true }, none],
    [3, 'whose worker died', { lease }, { storedRows: 3, unfinishedRows: true }],
    [0, 'whose worker died', { lease }, none],
  ])('counts the %i rows of a poll %s in a capture too old for Zoom', (stored, _poll, changes, expected) => {
    const long = iso(-184 * 24 * 60 * minute);
    const { capture, effects } = received(captureAt({ endTime: long, registeredAt: long, ...changes }));
    expect(kinds(effects)).toEqual(['count-rows']);
    const outcome = effects.find((effect) => effect.kind === 'count-rows')?.outcome;
    if (!outcome) throw new Error('No rows are to be counted.');
    const counted = transition(capture, { kind: 'rows-counted', stored, outcome }, contextOf());
    expect(counted.capture).toMatchObject({ state: 'failed', sequence: 1 });
    expect({ storedRows: counted.capture?.storedRows, unfinishedRows: counted.capture?.unfinishedRows }).toEqual(
      expected,
    );
    expect([kinds(counted.effects), counted.edge]).toEqual([
      ['save', 'report', 'tell', 'end-message'],
      'older than what Zoom keeps',
    ]);
  });
});

describe('a message of what the settings leave out', () => {
  const rows = { contentHash: 'b'.repeat(32), rows: 5, polls: 1 };
  const leftOut = (capture: Capture | undefined, changes?: Partial<CaptureMessage>, more?: Partial<CaptureContext>) =>
    received(capture, changes, { isLeftOut: true, ...more });

  test('registers nothing and ends', () => {
    expect(leftOut(undefined)).toEqual({ capture: undefined, effects: [{ kind: 'end-message' }] });
  });

  const again = { receiveCount: 2 };

  test('received again registers the capture and ends it: whoever received it before may be frozen where they do so', () => {
    expect(kinds(leftOut(undefined, {}, again).effects)).toEqual(['register']);
    const context = contextOf({}, { isLeftOut: true, ...again });
    const { capture, effects } = transition(captureAt(), { kind: 'registered' }, context);
    expect([kinds(effects), capture]).toMatchObject([
      ['save', 'report', 'tell', 'end-message'],
      { state: 'unavailable', run: 1, lastError: { name: 'LeftOutError' } },
    ]);
    expect(kinds(transition(capture, { kind: 'received' }, contextOf()).effects)).toEqual(['tell', 'end-message']);
  });

  test('received again leaves a snapshot as it is, in a run that whoever received it before does not know', () => {
    const snapshot = captureAt({ state: 'live', type: 'live', run: 3 });
    const { capture, effects, edge } = leftOut(snapshot, {}, again);
    expect(effects).toEqual([{ kind: 'save', capture, expectedRun: 3 }, { kind: 'end-message' }]);
    expect([capture, edge]).toEqual([{ ...snapshot, run: 4 }, undefined]);
    const registered = transition(snapshot, { kind: 'registered' }, contextOf({}, { isLeftOut: true, ...again }));
    expect(registered).toEqual({ capture, effects });
  });

  test.each([
    ['waiting', {}, 'unavailable'],
    ['parked', { parked: 3, lastError: { at: iso(0), name: 'ZoomAccountError', message: 'x' } }, 'unavailable'],
    ['captured', rows, 'settled'],
    ['parked', rows, 'settled'],
  ] as const)('ends a capture that is %s at once, whatever is planned: %j', (state, changes, expected) => {
    const planned = captureAt({ state, nextPollAt: iso(60 * minute), plannedAt: iso(60 * minute), ...changes });
    const { capture, effects, edge } = leftOut(planned);
    expect(kinds(effects)).toEqual(['save', 'report', 'tell', 'end-message']);
    expect([capture?.state, capture?.sequence, edge]).toEqual([expected, 1, 'left out by the settings']);
    expect(effects[0]).toMatchObject({ capture: { run: 1 }, expectedRun: 0 });
    expect(capture).not.toHaveProperty('nextPollAt');
    const words = { name: 'LeftOutError', message: 'The settings of the account leave out participants of meetings.' };
    const told = expected === 'settled' ? undefined : words;
    if (told) expect(capture?.lastError).toMatchObject(told);
    else expect(capture).not.toHaveProperty('lastError');
  });

  test.each([
    [3, 'that broke off', { unfinishedRows: true }, 'failed'],
    [0, 'that broke off', { unfinishedRows: true }, 'unavailable'],
    [3, 'whose worker died', { lease: { owner: 'dead', until: iso(0) } }, 'failed'],
    [5, 'that broke off, after one that ended', { unfinishedRows: true, ...rows }, 'failed'],
  ] as const)('counts %i rows of a poll %s first', (stored, _poll, changes, state) => {
    const { capture, effects } = leftOut(captureAt({ state: 'parked', ...changes }));
    const outcome = effects.find((effect) => effect.kind === 'count-rows')?.outcome;
    if (!outcome) throw new Error('No rows are to be counted.');
    const counted = transition(capture, { kind: 'rows-counted', stored, outcome }, contextOf());
    expect(counted.capture).toMatchObject({ state, ...(stored > 0 && { storedRows: stored, unfinishedRows: true }) });
    if (stored === 0) expect(counted.capture).not.toHaveProperty('unfinishedRows');
    expect(kinds(counted.effects)).toEqual(['save', 'report', 'tell', 'end-message']);
  });

  test('counts nothing where the worker that died has only compared', () => {
    const compared = { lease: { owner: 'dead', until: iso(0) }, progress: progressOf({ compares: true }), ...rows };
    expect(leftOut(captureAt({ state: 'running', ...compared })).capture).toMatchObject({ state: 'settled' });
  });

  test('waits for the worker that has the lease', () => {
    const leased = (ms: number) => captureAt({ state: 'running', lease: { owner: 'other', until: iso(ms) } });
    expect(deferredTo(leftOut(leased(60_000)).effects)).toEqual([15_000]);
    expect(deferredTo(leftOut(leased(1)).effects)).toEqual([1_000]);
    expect(kinds(leftOut(leased(0)).effects)).toEqual(['count-rows']);
  });

  test('leaves alone what is final, a snapshot, and what another message stands for', () => {
    const all = [{ state: 'settled' }, { state: 'failed' }, { state: 'live', type: 'live' }, { sequence: 1 }] as const;
    for (const one of all) expect(kinds(leftOut(captureAt(one)).effects)).toEqual(ended);
  });

  test('is worked where a person asked for it', () => {
    expect(kinds(leftOut(captureAt({ state: 'parked' }), { reason: 'demand' }).effects)).toEqual(started);
    expect(kinds(leftOut(undefined, { reason: 'demand' }).effects)).toEqual(['register']);
  });
});

describe('a snapshot of a running meeting', () => {
  const snapshot = captureAt({ type: 'live', state: 'live', run: 3, sequence: 2 });

  test('is nobody’s work where the capture of the ended meeting stands', () => {
    expect(kinds(received(captureAt(), { listType: 'live' }).effects)).toEqual(ended);
    const registered = transition(captureAt(), { kind: 'registered' }, contextOf({ listType: 'live' }));
    expect(kinds(registered.effects)).toEqual(ended);
  });

  test('gives way to the capture of the ended meeting, which begins anew and deletes its rows', () => {
    expect(kinds(received(snapshot).effects)).toEqual(['register']);
    const claimed = transition(snapshot, { kind: 'registered' }, contextOf());
    expect(claimed.effects).toMatchObject([
      { kind: 'claim', expectedRun: 3, capture: { run: 4, polls: 0, type: 'live' } },
    ]);
    const begun = transition(claimed.capture, { kind: 'claimed' }, contextOf());
    expect(kinds(begun.effects)).toEqual(['delete-rows', 'read-redaction']);
    expect(begun.capture).not.toHaveProperty('type');
    expect(begun.capture).not.toHaveProperty('unfinishedRows');
  });

  test('deletes nothing where another poll of it begins, nor does a poll of an ended meeting', () => {
    for (const changes of [{}, { type: 'past' }, { type: 'live', progress: { ...first, type: 'live' } }] as const) {
      const begun = running({ run: 2, ...changes });
      expect(step(begun, { kind: 'claimed' })).toEqual({ capture: begun, effects: [{ kind: 'read-redaction' }] });
    }
  });

  test('is not what stands where another message has registered the ended meeting', () => {
    const registered = captureAt({ run: 3, polls: 2, state: 'captured' });
    const { capture, effects } = transition(registered, { kind: 'registered' }, contextOf());
    expect(effects).toMatchObject([{ kind: 'claim', expectedRun: 3 }]);
    expect(capture).toMatchObject({ run: 4, polls: 2 });
    expect(capture).not.toHaveProperty('type');
  });

  test('is live once its poll has ended, with its rows or with those of the one before', () => {
    const taken = running({ type: 'live', rows: 3 }, { ...progressOf({ pages: 0, rows: 0 }), type: 'live' });
    const rows = step(taken, { kind: 'page-stored', page, timeUp: false });
    expect(rows.capture).toMatchObject({ state: 'live', rows: 300, polls: 1 });
    const none = step(taken, { kind: 'page-fetched', rows: 0, nextPageToken: undefined, timeUp: false });
    expect(none.capture).toMatchObject({ state: 'live', rows: 3, polls: 1 });
    expect([rows.edge, none.edge]).toEqual(['snapshot taken', 'snapshot taken']);
    expect(kinds(rows.effects)).toEqual(['save', 'report', 'end-message']);
  });

  test('is none any more once the ended meeting’s poll has begun, whatever happens to its worker', () => {
    const { capture } = transition(snapshot, { kind: 'registered' }, contextOf());
    if (!capture) throw new Error('There is none.');
    expect([isSnapshot(snapshot), isSnapshot(capture)]).toEqual([true, false]);
    const later = { now: Date.parse(capture.lease?.until ?? '') };
    const again = transition(capture, { kind: 'received' }, contextOf({}, later));
    expect(kinds(transition(again.capture, { kind: 'claimed' }, contextOf()).effects)).toContain('delete-rows');
    expect(kinds(received(capture, { listType: 'live' }).effects)).toEqual(ended);
    const tooLate = transition(capture, { kind: 'received' }, contextOf({}, { now: later.now + 184 * 86_400_000 }));
    expect(tooLate).toMatchObject({ capture: { unfinishedRows: true }, effects: [{ kind: 'count-rows' }] });
    expect(tooLate.capture).not.toHaveProperty('type');
  });

  test('waits for the worker of the snapshot', () => {
    const leased = { ...snapshot, lease: { owner: 'o', until: iso(5_000) } };
    expect(kinds(transition(leased, { kind: 'registered' }, contextOf()).effects)).toEqual(deferred);
  });

  test('stands as it is while calls are stopped, and the ended meeting’s message takes no edge of its own beside it', () => {
    const stopped = { heldUntil: now + minute };
    const ended = transition(snapshot, { kind: 'registered' }, contextOf({}, stopped));
    expect(ended).toEqual({ capture: snapshot, effects: ended.effects });
    expect(ended.capture).toBe(snapshot);
    expect([kinds(ended.effects), deferredTo(ended.effects)]).toEqual([deferred, [minute]]);
    const another = received(snapshot, { listType: 'live', sequence: 2 }, stopped);
    expect([another.capture, another.edge]).toEqual([snapshot, 'held while calls are stopped']);
  });
});

describe('the order of effects', () => {
  test('asks for the next page, then writes this one', () => {
    const fetched = { kind: 'page-fetched', rows: 9, nextPageToken: 'on', timeUp: false } as const;
    expect(kinds(step(running(), fetched).effects)).toEqual(['fetch-ahead', 'store-page']);
    expect(kinds(step(running(), { ...fetched, timeUp: true }).effects)).toEqual(['store-page']);
    expect(kinds(step(running(), { ...fetched, nextPageToken: undefined }).effects)).toEqual(['store-page']);
  });

  test('saves the checkpoint of a page before the next one is stored', () => {
    const stored = { kind: 'page-stored', page: { ...page, nextPageToken: 'on' }, timeUp: false } as const;
    expect(kinds(step(running(), stored).effects)).toEqual(['save', 'await-page']);
  });

  test('gives the lease back before it hands the message over', () => {
    const stored = { kind: 'page-stored', page: { ...page, nextPageToken: 'on' }, timeUp: true } as const;
    const { effects, capture } = step(running({ sequence: 5 }), stored);
    expect(kinds(effects)).toEqual(['save', 'send', 'end-message']);
    expect(capture).not.toHaveProperty('lease');
    // The same number: whoever comes back of the two may go on.
    expect(effects).toMatchObject([{ capture: { sequence: 5, nextPollAt: iso(0) } }, { message: { sequence: 5 } }, {}]);
  });

  test('sends the message for the next poll before the item says so, and ends its own last', () => {
    const { effects } = step(running({ sequence: 5 }), { kind: 'page-stored', page, timeUp: false });
    expect(kinds(effects)).toEqual(['send', 'save', 'report', 'tell', 'end-message']);
    expect(effects).toMatchObject([{ message: { sequence: 6 } }, { capture: { sequence: 6 } }, {}, {}, {}]);
  });

  test('prunes after the checkpoint of the last page', () => {
    const { effects } = step(running({}, progressOf({ prune: true })), { kind: 'page-stored', page, timeUp: false });
    expect(kinds(effects)).toEqual(['save', 'prune']);
  });

  test.each([
    ['comes further than ever before', 2, { failures: 0, failingSince: undefined }],
    ['repeats what it had before', 3, { failures: 4, failingSince: iso(-60 * minute) }],
  ])('takes a page for the end of failures only where it %s', (_case, reached, known) => {
    const failing = running({ failures: 4, failingSince: iso(-60 * minute) }, progressOf({ reached }));
    const stored = { kind: 'page-stored', page: { ...page, nextPageToken: 'on' }, timeUp: false } as const;
    const { failures, failingSince } = { ...step(failing, stored).capture };
    expect({ failures, failingSince }).toEqual(known);
  });

  test('dead-letters a message before the item says that the capture failed', () => {
    const aDayAgo = iso(-24 * 60 * minute);
    const { effects, capture } = step(
      running({ sequence: 5, failingSince: aDayAgo, pollFailures: 10 }, first),
      failed('not-understood'),
    );
    expect(kinds(effects)).toEqual(['dead-letter', 'save', 'report', 'tell', 'end-message']);
    // A redriven dead letter must find itself to be the one that stands for what is left.
    expect(capture).toMatchObject({ state: 'failed', sequence: 5 });
  });

  test('drops the message of what Zoom will never give', () => {
    const { effects, capture } = step(running({ sequence: 5 }, first), failed('final'));
    expect(kinds(effects)).toEqual(['save', 'report', 'tell', 'end-message']);
    expect(capture).toMatchObject({ state: 'failed', sequence: 6 });
  });
});

describe('a poll that touched rows and then gets no page more', () => {
  const over = { notReady: 8, unfinishedRows: true };

  test('begins anew where it broke off, three times, and forgets nothing of that', () => {
    const again = step(running({ unfinishedRows: true }), failed('not-ready'));
    expect(kinds(again.effects)).toEqual(['save', 'fetch-page']);
    expect(again.capture).toMatchObject({ run: 2, unfinishedRows: true, progress: { pages: 0, restarts: 1 } });
    const last = step(running({ unfinishedRows: true }, progressOf({ restarts: 3 })), failed('not-ready'));
    expect(last.capture).toMatchObject({ state: 'waiting', unfinishedRows: true, notReady: 1 });
  });

  const counted = (stored: number) =>
    ({ kind: 'rows-counted', stored, outcome: { state: 'unavailable', edge: 'never ready' } }) as const;

  test.each([0, 1])('ends failed, and says how many rows are there, after %i polls that ended', (ended) => {
    const polls = ended > 0 ? { polls: ended, contentHash: 'h' } : {};
    const asked = step(running({ ...over, ...polls }, { ...first, type: 'pastOne' }), failed('not-ready'));
    expect(asked.effects).toMatchObject([{ kind: 'count-rows', outcome: { state: 'unavailable' } }]);
    const { capture } = step(running({ ...over, ...polls }), counted(65));
    expect(capture).toMatchObject({ state: 'failed', storedRows: 65, unfinishedRows: true });
  });

  test('ends as if it had not where none of its rows is there', () => {
    const asked = { ...first, kind: 'webinar' as const };
    expect(step(running(over, asked), counted(0)).capture).toMatchObject({ state: 'unavailable' });
    expect(step(running(over, asked), counted(0)).capture).not.toHaveProperty('unfinishedRows');
    // Of an earlier poll that brought no row, such as one of erased persons alone.
    expect(step(running({ ...over, polls: 1, contentHash: 'h' }, asked), counted(0)).capture).toMatchObject({
      state: 'settled',
    });
  });
});

describe('a poll without rows', () => {
  const emptyPage = { kind: 'page-fetched', rows: 0, nextPageToken: undefined, timeUp: false } as const;

  test('asks for the meeting of one participant, of participants alone', () => {
    expect(step(running({}, first), emptyPage).effects).toMatchObject([{ request: { type: 'pastOne' } }]);
    expect(kinds(step(running({ dataset: 'qos' }, first), emptyPage).effects)).toEqual(['read-participants']);
  });

  test('is one whose pages were all empty, however many: the rows of an earlier poll stay', () => {
    const stored = { kind: 'page-stored', page: { ...page, rows: 0 }, timeUp: false } as const;
    const empty = progressOf({ pages: 1, rows: 0, prune: true });
    expect(kinds(step(running({ dataset: 'qos', polls: 1, contentHash: 'h' }, empty), stored).effects)).toEqual([
      'read-participants',
    ]);
    const erased = { kind: 'page-stored', page: { ...page, rows: 0, erased: 1 }, timeUp: false } as const;
    expect(kinds(step(running({ dataset: 'qos' }, empty), erased).effects)).toEqual(['save', 'prune']);
  });

  const told = (oneParticipant: boolean) => ({ kind: 'participants-read', oneParticipant }) as const;

  test('is rightly empty beside one participant, once no row is stored', () => {
    const asked = step(running({ dataset: 'report' }, first), told(true));
    expect(asked.effects).toMatchObject([{ kind: 'count-rows', outcome: { state: 'empty' } }]);
    const counted = { kind: 'rows-counted', outcome: { state: 'empty', edge: 'rightly empty' } } as const;
    expect(step(running({ dataset: 'report' }, first), { ...counted, stored: 0 }).capture?.state).toBe('empty');
    expect(step(running({ dataset: 'report' }, first), { ...counted, stored: 5 }).capture).toMatchObject({
      state: 'waiting',
      unfinishedRows: true,
    });
  });

  test('is not empty beside one participant where an earlier poll brought rows', () => {
    expect(step(running({ dataset: 'report', polls: 1, contentHash: 'h' }, first), told(true)).capture?.state).toBe(
      'captured',
    );
  });

  const noRow = { kind: 'rows-counted', stored: 0, outcome: { state: 'unavailable', edge: 'never ready' } } as const;

  test('asks the other kind once before it is unavailable', () => {
    const over = running({ dataset: 'report', notReady: 8 }, first);
    expect(step(over, told(false)).effects).toMatchObject([{ kind: 'count-rows', outcome: { state: 'unavailable' } }]);
    expect(step(over, noRow).effects).toMatchObject([
      { kind: 'fetch-page', request: { kind: 'webinar', type: 'past' } },
    ]);
    const webinar = running({ dataset: 'report', notReady: 8, kind: 'webinar' }, first);
    expect(step(webinar, noRow).effects).toMatchObject([{ request: { kind: 'meeting' } }]);
    expect(step({ ...over, progress: { ...first, kind: 'webinar' } }, noRow).capture?.state).toBe('unavailable');
  });

  test('asks the other kind though rows are stored: a worker that died may have brought them from there', () => {
    const over = running({ dataset: 'report', notReady: 8, unfinishedRows: true }, first);
    expect(step(over, { ...noRow, stored: 2 })).toMatchObject({
      capture: { unfinishedRows: true },
      effects: [{ kind: 'fetch-page', request: { kind: 'webinar' } }],
    });
    const other = { ...over, progress: { ...first, kind: 'webinar' } } as const;
    expect(step(other, { ...noRow, stored: 2 }).capture).toMatchObject({ state: 'failed', storedRows: 2 });
    const brokeOff = { ...over, progress: progressOf({ restarts: 3 }) };
    expect(step(brokeOff, { ...noRow, stored: 2 }).capture).toMatchObject({ state: 'failed', storedRows: 2 });
  });

  test('asks the other kind from its first page on where there were pages, all of them empty', () => {
    const over = running({ dataset: 'report', notReady: 8 }, progressOf({ pages: 2, rows: 0, complete: true }));
    const asked = step(over, noRow);
    expect(asked.capture).toMatchObject({
      run: 2,
      progress: { kind: 'webinar', pages: 0, complete: false, restarts: 0 },
    });
    expect(asked.effects).toMatchObject([{ kind: 'save' }, { kind: 'fetch-page', request: { kind: 'webinar' } }]);
    expect(asked.effects.at(-1)).not.toHaveProperty('request.pageToken');
  });

  test('hands over to ask the other kind where the invocation has no time for that, and forgets no page that it had', () => {
    const over = { dataset: 'report', notReady: 8 } as const;
    const late = step(running({ ...over, sequence: 5 }, first), noRow, { timeUp: true });
    expect([kinds(late.effects), late.edge]).toEqual([['save', 'send', 'end-message'], 'handed over']);
    expect(late.effects).toMatchObject([{ expectedRun: 1 }, { message: { sequence: 5 } }, {}]);
    expect(late.capture).toMatchObject({ run: 1, progress: { kind: 'webinar', type: 'past' } });
    expect(late.capture).not.toHaveProperty('lease');
    const empty = progressOf({ pages: 2, rows: 0, complete: true });
    const anew = step(running(over, empty), noRow, { timeUp: true });
    expect(anew.capture).toMatchObject({ run: 2, progress: { kind: 'webinar', pages: 0, complete: false } });
    expect(anew.effects).toMatchObject([{ expectedRun: 1, capture: { run: 2 } }, {}, {}]);
  });

  test('takes what the account may not ask of the other kind for nothing there', () => {
    const other = running({ dataset: 'report', notReady: 8 }, { ...first, kind: 'webinar' });
    expect(kinds(step(other, failed('account')).effects)).toEqual(['read-participants']);
    expect(step(running({}, first), failed('account')).capture?.state).toBe('parked');
  });

  test('fails where Zoom says to the end that the meeting is not to be seen', () => {
    const over = running({ dataset: 'report', notReady: 8 }, { ...first, kind: 'webinar' });
    const lastError = { at: iso(0), name: 'ZoomInaccessibleError', message: '' };
    const asked = step({ ...over, lastError }, told(false));
    expect(asked.effects).toMatchObject([{ outcome: { fault: lastError } }]);
    const counted = { ...noRow, outcome: { ...noRow.outcome, fault: lastError } };
    expect(step({ ...over, lastError }, counted).capture).toMatchObject({ state: 'failed', lastError });
  });

  test('is settled after the plan where an earlier poll brought rows and none of this one is stored', () => {
    expect(
      step(running({ dataset: 'report', notReady: 8, polls: 1, contentHash: 'h' }, first), told(false)).capture?.state,
    ).toBe('settled');
  });
});

describe('rows that are not as many as were counted', () => {
  const kept = { kind: 'pruned', kept: 599 } as const;
  const whole = progressOf({ complete: true, prune: true });

  test('make the poll begin anew, and fail at last with a dead letter', () => {
    expect(step(running({}, whole), kept).capture).toMatchObject({ run: 2, progress: { restarts: 1 } });
    expect(step(running({}, whole), { ...kept, kept: 601 }).capture).toMatchObject({ run: 2 });
    const last = step(running({ unfinishedRows: true }, { ...whole, restarts: 3 }), kept);
    expect(last.effects).toMatchObject([
      { outcome: { state: 'failed', deadLetter: true, fault: { name: 'RowsDifferError' } } },
    ]);
  });

  test('are right when they are', () => {
    expect(step(running({}, whole), { kind: 'pruned', kept: 600 }).capture?.state).toBe('captured');
  });

  test('say what differs', () => {
    const last = step(running({}, { ...whole, restarts: 3 }), kept);
    expect(last.capture?.lastError?.message).toBe('The poll counted 600 rows, the table has 599.');
  });
});

describe('an erasure since the poll began', () => {
  test('leaves a poll that compares one, and lets one with all pages stored be pruned', () => {
    const compared = running({ contentHash: 'h' }, progressOf({ compares: true }));
    expect(step(compared, { kind: 'redaction-read', erasures: 'e' }).capture?.progress).toMatchObject({
      compares: true,
      prune: false,
    });
    const complete = running({}, progressOf({ complete: true }));
    expect(step(complete, { kind: 'redaction-read', erasures: undefined }).effects).toEqual([{ kind: 'prune' }]);
  });

  test('makes it begin anew behind its first page, and is known from then on', () => {
    const again = step(running(), { kind: 'redaction-read', erasures: 'e' });
    expect(again.capture).toMatchObject({ run: 2, progress: { erasures: 'e', pages: 0, restarts: 0 } });
    const before = step(running({}, first), { kind: 'redaction-read', erasures: 'e' });
    expect([before.capture?.run, kinds(before.effects)]).toEqual([1, ['fetch-page']]);
    expect(step(running(), { kind: 'redaction-read', erasures: undefined }).capture?.run).toBe(1);
  });
});

test('another worker that was faster leaves the message for a second later', () => {
  const { effects } = step(captureAt(), { kind: 'claim-refused' });
  expect([kinds(effects), deferredTo(effects)]).toEqual([deferred, [1_000]]);
  expect(effects).toMatchObject([{ message: { notBefore: iso(1_000) } }, {}]);
});

test('what happens to a poll is about a capture, and about one with a poll under way', () => {
  expect(() => transition(undefined, { kind: 'claimed' }, contextOf())).toThrow('no capture yet, and claimed is');
  expect(() => step(captureAt({ state: 'running' }), { kind: 'claimed' })).toThrow('at work');
  expect(() => step(captureAt({ progress: progressOf() }), { kind: 'claimed' })).toThrow('at work');
});

test.each(captureStates.filter((state) => state !== 'running'))('a poll of a capture that is %s is a bug', (state) => {
  expect(() => step(captureAt({ state }), { kind: 'claimed' })).toThrow('at work');
});

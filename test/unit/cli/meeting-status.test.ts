import { expect, test } from 'vitest';
import { noteAfter, noteBefore } from '../../../cli/texts/capture-notes.ts';
import { errorText } from '../../../cli/texts/meeting-status.ts';
import { type Capture, newCapture, type Progress } from '../../../shared/domain/capture/capture.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { adviceOn } from '../../../shared/dynamo/meetings/meeting-advice.ts';
import type { MeetingRecord } from '../../../shared/dynamo/meetings/meeting-item.ts';
import { newestFirst } from '../../../shared/dynamo/meetings/meeting-order.ts';
import { meetingStatus } from '../../../shared/dynamo/meetings/meeting-status.ts';

const endTime = '2026-11-20T09:00:00.000Z';
const now = Date.parse(endTime) + 10 * 60_000;
const soon = new Date(now + 60_000).toISOString();
const long = new Date(now - 31 * 60_000).toISOString();
const ended = { account: 'a', kind: 'meeting', uuid: 'u==', meetingId: '1', endTime } as const;
const meeting: MeetingRecord = { ...ended, endedAt: endTime, registeredAt: endTime, reason: 'event' };
const fresh = newCapture(ended, 'report', { nextPollAt: soon, now: new Date(now) });
const lastError = { at: endTime, name: 'ZoomTransientError', message: 'Zoom answered 503.' };
const progress: Progress = {
  type: 'past',
  segments: [],
  pages: 2,
  rows: 60,
  expectedRows: 90,
  contentHash: '',
  halfReadyRows: 0,
  complete: false,
  prune: false,
  restarts: 0,
};

const status = (report: Capture) => meetingStatus({ meeting, captures: { report } }, now).datasets.report;

test('the status of a dataset counts the poll under way while there is no other', () => {
  const running: Capture = { ...fresh, state: 'running', progress };
  expect(status(running)).toMatchObject({ state: 'running', rows: 60, pages: 2, expectedRows: 90 });
  expect(status({ ...running, polls: 1, rows: 88, pages: 3, expectedRows: 88 })).toMatchObject({
    rows: 88,
    pages: 3,
    expectedRows: 88,
  });
});

test('the status of a dataset has null where Zoom has not counted, and none where it rightly has none', () => {
  expect(status(fresh).expectedRows).toBeNull();
  expect(status({ ...fresh, state: 'empty' }).expectedRows).toBe(0);
});

test('the status of a dataset that the settings leave out waits for nothing and has no advice', () => {
  const long = new Date(now - 60 * 60_000).toISOString();
  const known = (datasets?: string[]) =>
    meetingStatus({ meeting: { ...meeting, registeredAt: long, ...(datasets && { datasets }) }, captures: {} }, now);
  expect(known(['report']).datasets.qos).toMatchObject({ state: 'left-out', expectedRows: null });
  expect(known(['report']).datasets.qos).not.toHaveProperty('advice');
  expect(known(['qos']).datasets.qos).toMatchObject({ state: 'unregistered', advice: expect.any(String) });
  expect(known().datasets.qos).toMatchObject({ state: 'unregistered', advice: expect.any(String) });
});

const unplanned = omit(fresh, 'nextPollAt');
test.each<[string, Capture]>([
  ['waiting', fresh],
  ['running', { ...unplanned, state: 'running', lease: { owner: 'w', until: soon } }],
  ['captured', { ...fresh, state: 'captured', rows: 3, expectedRows: 3 }],
  ['settled', { ...unplanned, state: 'settled', rows: 3, expectedRows: 3 }],
  ['settled without an erased person', { ...unplanned, state: 'settled', rows: 3, erased: 1, expectedRows: 4 }],
  ['empty', { ...unplanned, state: 'empty' }],
  ['left out', { ...unplanned, state: 'unavailable', lastError: { ...lastError, name: 'LeftOutError' } }],
])('advice is not given for a capture that goes as planned: %s', (_state, capture) => {
  expect(adviceOn(capture, now)).toBeUndefined();
});

test.each<[string, Capture, string]>([
  ['parked', { ...fresh, state: 'parked' }, `It is tried again at ${soon}.`],
  ['put off', { ...fresh, lastError }, `Nothing to do: it goes on by itself at ${soon}.`],
  ['overdue', { ...fresh, nextPollAt: long }, `It was due at ${long} and has not moved`],
  ['dead worker', { ...unplanned, state: 'running', lease: { owner: 'w', until: long } }, 'has not moved'],
  ['never ready', { ...unplanned, state: 'unavailable' }, 'Zoom never had data for it.'],
  ['refused', { ...unplanned, state: 'failed', lastError: { ...lastError, name: 'ZoomFinalError' } }, 'nothing to do'],
  ['unforeseen', { ...unplanned, state: 'failed', lastError }, 'dead-letter queue'],
  ['short', { ...unplanned, state: 'settled', rows: 3, expectedRows: 4 }, 'Zoom counts 4 rows and lists 3'],
])('advice says what to do with a capture that needs attention: %s', (_case, capture, sentence) => {
  expect(adviceOn(capture, now)).toContain(sentence);
});

test.each([
  [{ contentType: 'text/html', excerpt: 'Access denied …' }, 'Zoom answered 503. It sent text/html: Access denied …'],
  [{ excerpt: 'Hello.' }, 'Zoom answered 503. It sent a body without a type: Hello.'],
  [{ contentType: 'text/html' }, 'Zoom answered 503.'],
  [
    { code: 3000, contentType: 'application/json', excerpt: '{code, message}', trackingId: 'WEB_1' },
    'Zoom answered 503. (code 3000) [tracking id WEB_1]',
  ],
  [
    { contentType: 'application/json', excerpt: '{error: text}', trackingId: 'WEB_1' },
    'Zoom answered 503. It sent application/json: {error: text} [tracking id WEB_1]',
  ],
])('the last error says what was sent in place of rows, unless its words are all of it: %j', (more, text) => {
  expect(errorText({ ...lastError, ...more })).toBe(text);
});

const settled: Capture = { ...fresh, state: 'settled', polls: 2, rows: 3 };

test('whether the rows of a capture are all is said before and after they are read', () => {
  expect([noteBefore(settled), noteAfter(settled, settled, 3)]).toEqual([undefined, undefined]);
  expect(noteBefore(undefined)).toContain('No consumer has started it');
  expect(noteBefore(fresh)).toContain('the capture is waiting');
  expect(noteBefore({ ...settled, state: 'running', progress })).toContain('a later poll is under way');
  expect(noteBefore({ ...settled, state: 'parked' })).toContain('the rows of its last poll');
  expect(noteAfter(settled, { ...settled, run: 9 }, 2)).toMatchObject({ fault: false });
  expect(noteAfter(settled, settled, 2)).toMatchObject({ fault: true, text: expect.stringContaining('expired') });
  expect(noteAfter(fresh, fresh, 2)).toBeUndefined();
});

const list = async function* (closed: string[], ...ends: string[]): AsyncGenerator<MeetingRecord> {
  try {
    for (const endedAt of ends) yield { ...meeting, endedAt };
  } finally {
    closed.push(ends.join());
  }
};

test('the meetings of several accounts become one list, newest first, and are closed when the reader stops', async () => {
  const closed: string[] = [];
  const ends: string[] = [];
  for await (const { endedAt } of newestFirst([list(closed, '5', '2'), list(closed), list(closed, '4', '3', '1')])) {
    ends.push(endedAt);
    if (ends.length === 3) break;
  }
  expect(ends).toEqual(['5', '4', '3']);
  expect(closed.sort()).toEqual(['', '4,3,1', '5,2']);
});

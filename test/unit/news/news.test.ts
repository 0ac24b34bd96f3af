import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { eventsSchemaFile, eventsSchemaText } from '../../../docs/events-page.ts';
import { type Capture, newCapture } from '../../../shared/domain/capture/capture.ts';
import { isNews, mayHaveNews } from '../../../shared/domain/capture/news.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { StoredMeeting } from '../../../shared/dynamo/meetings/meeting-reader.ts';
import type { NewsEvent } from '../../../shared/news/news-events.ts';
import { decodeNews, MalformedNewsError } from '../../../shared/news/news-message.ts';
import { newsOfCapture, newsOfErasure } from '../../../shared/news/news-of.ts';

const endTime = '2026-11-20T10:00:00Z';
const meeting = {
  account: 'account-1',
  uuid: '/bM3k0pVTL2GdZ1rY7eXqA==',
  kind: 'meeting',
  meetingId: '85012345678',
  topic: 'Ada’s room',
  hostId: 'host-1',
  endTime,
  endedAt: endTime,
  registeredAt: endTime,
  reason: 'event',
} as const;
const at = '2026-11-20T10:06:00.000Z';

function capture(dataset: Dataset, changes: Partial<Capture> = {}): Capture {
  return { ...newCapture(meeting, dataset, { nextPollAt: at, now: new Date(endTime) }), ...changes };
}
const captured = { state: 'captured', capturedAt: at, rows: 3, expectedRows: 3, contentHash: 'a', run: 1 } as const;
const settled = { ...captured, state: 'settled', settledAt: at } as const;

const stored = (...captures: readonly Capture[]): StoredMeeting => ({
  meeting,
  captures: Object.fromEntries(captures.map((one) => [one.dataset, one])),
});
const all: Dataset[] = ['participants', 'qos', 'report'];
const changed = (dataset: Dataset, datasets: Dataset[] | undefined = all) => ({
  ...({ v: 1, about: 'capture', uuid: meeting.uuid, dataset } as const),
  ...(datasets && { datasets }),
});
const typesOf = (events: readonly NewsEvent[]) => events.map(({ type }) => type);

describe('news of a meeting', () => {
  test('a meeting is captured when each dataset of its account has rows or is final, and not before', () => {
    const some = [capture('participants', captured), capture('qos', settled)];
    expect(newsOfCapture(stored(...some), changed('qos'), 'prod')).toEqual([]);
    const waiting = stored(...some, capture('report'));
    expect(newsOfCapture(waiting, changed('qos'), 'prod')).toEqual([]);
    const whole = stored(...some, capture('report', captured));
    expect(typesOf(newsOfCapture(whole, changed('report'), 'prod'))).toEqual(['Meeting Captured']);
  });

  test('a meeting is settled when each dataset is final; it is complete unless rows are missing', () => {
    const two = [capture('participants', settled), capture('qos', { ...settled, state: 'empty' })];
    const [first, second] = newsOfCapture(stored(...two, capture('report', settled)), changed('qos'), 'prod');
    expect([first?.type, second?.type]).toEqual(['Meeting Captured', 'Meeting Settled']);
    expect(second?.detail).toMatchObject({ complete: true, stage: 'prod', datasets: { report: { rows: 3 } } });
    const lastError = { at, name: 'ZoomFinalError', message: 'Ada is not there.', code: 1010, trackingId: 't' };
    const failed = stored(...two, capture('report', { state: 'failed', lastError }));
    const news = newsOfCapture(failed, changed('report'), 'prod');
    expect(typesOf(news)).toEqual(['Capture Needs Attention', 'Meeting Captured', 'Meeting Settled']);
    expect(news[0]?.detail).toMatchObject({ dataset: 'report', state: 'failed', fault: 'ZoomFinalError', code: 1010 });
    expect(news[2]?.detail).toMatchObject({ complete: false });
  });

  test('a parked capture needs attention', () => {
    const news = newsOfCapture(stored(capture('qos', { state: 'parked' })), changed('qos'), 'prod');
    expect(typesOf(news)).toEqual(['Capture Needs Attention']);
  });

  test('an account whose secret cannot be read is judged by what is stored', () => {
    const message = { v: 1, about: 'capture', uuid: meeting.uuid, dataset: 'qos' } as const;
    expect(typesOf(newsOfCapture(stored(capture('qos', settled)), message, 'prod'))).toContain('Meeting Settled');
  });

  test('the same news bear the same id, and a correction another one', () => {
    const three = (hash: string) =>
      stored(...all.map((dataset) => capture(dataset, { ...settled, contentHash: hash })));
    const idOf = (hash: string) => newsOfCapture(three(hash), changed('qos'), 'prod').map(({ detail }) => detail.id);
    expect(idOf('a')).toEqual(idOf('a'));
    expect(idOf('a')[1]).not.toBe(idOf('b')[1]);
  });

  test('no news name anybody: neither topic nor host nor what an error says', () => {
    const lastError = { at, name: 'ZoomFinalError', message: 'Ada is not there.' };
    const failed = all.map((dataset) => capture(dataset, { ...settled, state: 'failed', lastError }));
    expect(JSON.stringify(newsOfCapture(stored(...failed), changed('qos'), 'prod'))).not.toMatch(/Ada|host-1/);
  });
});

describe('when there is news', () => {
  const before = capture('report', { state: 'running' });
  test.each<[Capture['state'], Partial<Capture>, boolean]>([
    ['captured', captured, true],
    ['waiting', {}, false],
    ['settled', settled, true],
    ['failed', {}, true],
    ['unavailable', {}, true],
    ['parked', { parked: 1 }, true],
    ['live', { type: 'live' }, false],
  ])('a capture that comes to be %s is news or not', (state, changes, is) => {
    const after = capture('report', { ...changes, state });
    expect(isNews(before, after)).toBe(is);
    expect(mayHaveNews(after)).toBe(is);
  });

  test('later polls, and an account that stays parked, are no news', () => {
    expect(isNews(capture('report', { ...captured, state: 'running' }), capture('report', captured))).toBe(false);
    const parked = capture('report', { state: 'parked', parked: 2 });
    expect(isNews(capture('report', { state: 'running', parked: 1 }), parked)).toBe(false);
  });
});

describe('the published schema', () => {
  const published = JSON.parse(readFileSync(eventsSchemaFile, 'utf8'));
  const schemaOf = (type: string) => z.fromJSONSchema(published.$defs[type]);

  test('docs/events.schema.json is the schema of what is told; `npm run docs:events` writes it anew', () => {
    expect(published).toEqual(JSON.parse(eventsSchemaText()));
  });

  test('what is told fits the published schema, and what is not so does not', () => {
    const failed = stored(...all.map((dataset) => capture(dataset, dataset === 'qos' ? { state: 'failed' } : settled)));
    const erased = { receipt: 'r', erasedAt: at, rows: { report: 1 }, meetings: 1 };
    const news = [
      ...newsOfCapture(failed, changed('qos'), 'prod'),
      newsOfErasure({ v: 1, about: 'erasure', ...erased }, 'prod'),
    ];
    expect(typesOf(news).sort()).toEqual(Object.keys(published.$defs).sort());
    for (const { type, detail } of news) {
      expect(schemaOf(type).safeParse({ ...detail, added: 'later' }).error, type).toBeUndefined();
      expect(schemaOf(type).safeParse({ ...detail, id: 7 }).success).toBe(false);
    }
  });
});

test('a message that is not of news is refused without its contents', () => {
  const text = JSON.stringify(changed('qos'));
  expect(decodeNews(text)).toEqual(changed('qos'));
  for (const body of ['{', '{"topic":"Geheim"}', text.replace('"v":1', '"v":2')]) {
    expect(() => decodeNews(body)).toThrow(MalformedNewsError);
    expect(() => decodeNews(body)).not.toThrow(/Geheim/);
  }
});

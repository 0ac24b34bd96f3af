import { expect, test } from 'vitest';
import { reportCapture } from '../../../shared/capture/report-capture.ts';
import { tellNews } from '../../../shared/capture/tell-news.ts';
import type { CaptureFault } from '../../../shared/domain/capture/capture.ts';
import type { LogFields } from '../../../shared/telemetry/log.ts';
import type { Measurement } from '../../../shared/telemetry/metric-names.ts';
import { captureAt, iso } from './capture-fixture.ts';

function telemetry() {
  const lines: [string, string, LogFields | undefined][] = [];
  const recorded: Measurement[] = [];
  const level = (name: string) => (message: string, fields?: LogFields) => void lines.push([name, message, fields]);
  const log = { info: level('info'), warn: level('warn'), error: level('error') };
  return { lines, recorded, deps: { log, record: (one: Measurement) => void recorded.push(one) } };
}

const fault = (name: string): CaptureFault => ({ at: iso(0), name, message: 'Ada said no.', code: 7, trackingId: 'T' });
const ids = { uuid: 'u==', dataset: 'participants' };
const told = (name: string) => ({ fault: name, code: 7, trackingId: 'T' });
const before = captureAt({ state: 'running', polls: 1 });

test.each([
  [
    'error',
    'account at fault',
    { state: 'parked', polls: 1, lastError: fault('ZoomAccountError') },
    { ...ids, state: 'parked', ...told('ZoomAccountError') },
  ],
  [
    'error',
    'capture failed',
    { state: 'failed', polls: 1, lastError: fault('ZoomFinalError') },
    { ...ids, state: 'failed', ...told('ZoomFinalError') },
  ],
  [
    'info',
    'poll waits its turn',
    { state: 'waiting', polls: 1, lastError: fault('ZoomRateLimitError') },
    { ...ids, state: 'waiting', ...told('ZoomRateLimitError') },
  ],
  [
    'info',
    'poll waits its turn',
    { state: 'captured', polls: 1, lastError: fault('ZoomStoppedError') },
    { ...ids, state: 'captured', ...told('ZoomStoppedError') },
  ],
  [
    'warn',
    'poll put off',
    { state: 'waiting', polls: 1, lastError: fault('ZoomNotReadyError') },
    { ...ids, state: 'waiting', ...told('ZoomNotReadyError') },
  ],
  [
    'info',
    'poll finished',
    { state: 'captured', polls: 2, rows: 7, pages: 1, lastError: fault('ZoomRateLimitError') },
    { ...ids, state: 'captured', rows: 7, pages: 1, polls: 2 },
  ],
  [
    'info',
    'poll finished',
    { state: 'settled', polls: 1, rows: 7, pages: 1 },
    { ...ids, state: 'settled', rows: 7, pages: 1, polls: 1 },
  ],
] as const)('what a run has made of its capture is told as %s, %s', (level, message, changes, fields) => {
  const { lines, deps } = telemetry();
  reportCapture({ before, after: captureAt(changes) }, 'event', deps);
  expect(lines).toEqual([[level, message, fields]]);
  expect(JSON.stringify(lines)).not.toContain('Ada');
});

test('what a run has made of its capture is measured', () => {
  const { recorded, deps } = telemetry();
  reportCapture({ before, after: captureAt({ state: 'parked', polls: 1 }) }, 'event', deps);
  expect(recorded.length).toBeGreaterThan(0);
});

const news = (tell: (() => Promise<void>) | undefined, receiveCount: number | undefined) => {
  const { lines, recorded, deps } = telemetry();
  const delivery = { messageId: 'm', remainingMs: () => 1, ...(receiveCount !== undefined && { receiveCount }) };
  const end = tellNews(captureAt({ state: 'settled' }), delivery, { ...deps, tellNews: tell });
  return { end, lines, recorded };
};
const deaf = () => Promise.reject(new Error('no SQS'));

test.each([undefined, 1, 2])(
  'news that cannot be told are told again with the message, received %s times',
  async (count) => {
    const { end, lines } = news(deaf, count);
    await expect(end).rejects.toThrow('no SQS');
    expect(lines).toEqual([]);
  },
);

test('news that cannot be told in three tries are counted, and keep no message', async () => {
  const { end, lines, recorded } = news(deaf, 3);
  await end;
  expect(lines).toEqual([['error', 'news not told', { ...ids, state: 'settled', error: new Error('no SQS') }]]);
  expect(recorded).toEqual([{ metric: 'NewsNotTold', value: 1 }]);
  const odd = news(() => Promise.reject('text'), 3);
  await odd.end;
  expect(odd.lines[0]?.[2]).toStrictEqual({ ...ids, state: 'settled' });
});

test('news are told once, and of no interest where nobody listens', async () => {
  let count = 0;
  const listener = news(async () => {
    count += 1;
  }, 1);
  const nobody = news(undefined, 1);
  await Promise.all([listener.end, nobody.end]);
  expect([count, listener.lines, nobody.lines]).toEqual([1, [], []]);
});

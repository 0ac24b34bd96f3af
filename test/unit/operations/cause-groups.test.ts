import { expect, test } from 'vitest';
import { type Capture, newCapture } from '../../../shared/domain/capture/capture.ts';
import { groupByCause } from '../../../shared/operations/attention/cause-groups.ts';

const at = '2026-11-20T09:00:00.000Z';
const captureOf = (uuid: string, message: string, more: Partial<Capture> = {}): Capture => ({
  ...newCapture({ account: 'a', kind: 'meeting', uuid, meetingId: '1', endTime: at }, 'qos', {
    nextPollAt: at,
    now: new Date(at),
  }),
  state: 'failed',
  lastError: { at, name: 'ZoomUnexpectedError', message, status: 403 },
  ...more,
});

test('captures whose faults differ in names of answers and numbers alone stand together, the newest meeting first', () => {
  const groups = groupByCause(
    [
      captureOf('a==', 'No answer 17 of q7//L+xTRpK/8cV0n+ZyWg==.', { nextPollAt: at }),
      captureOf('b==', 'No answer 4 of mN/sAVFKwk6jDFhAoBOkDQ==.', {
        endTime: '2026-11-20T10:00:00.000Z',
        dataset: 'participants',
        nextPollAt: '2026-11-20T11:00:00.000Z',
      }),
      captureOf('b==', 'No answer 5 of mN/sAVFKwk6jDFhAoBOkDQ==.', { endTime: '2026-11-20T10:00:00.000Z' }),
    ],
    'failed',
  );
  expect(groups).toMatchObject([
    {
      captures: 3,
      uuids: ['b==', 'a=='],
      datasets: ['participants', 'qos'],
      kinds: ['meeting'],
      nextAt: at,
      lastAt: '2026-11-20T11:00:00.000Z',
    },
  ]);
});

test('captures of another account, fault or code stand apart, the most first', () => {
  const other = { at, name: 'ZoomUnexpectedError', message: 'One', status: 400, code: 5 };
  const groups = groupByCause(
    [
      captureOf('a==', 'One'),
      captureOf('b==', 'One', { account: 'b' }),
      captureOf('c==', 'One', { account: 'b' }),
      captureOf('d==', 'One', { lastError: other }),
    ],
    'failed',
  );
  expect(groups.map(({ account, captures }) => [account, captures])).toEqual([
    ['b', 2],
    ['a', 1],
    ['a', 1],
  ]);
});

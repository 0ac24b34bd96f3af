import { expect, test } from 'vitest';
import { captureStates, newCapture } from '../../../shared/domain/capture/capture.ts';
import { transition } from '../../../shared/domain/capture/capture-machine.ts';
import { firstMessage } from '../../../shared/domain/capture/capture-message.ts';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { messageToRedrive } from '../../../shared/operations/redrive/redrive.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const meeting = {
  account: 'one',
  kind: 'meeting',
  uuid: 'u',
  meetingId: '1',
  endTime: '2026-11-20T09:00:00Z',
} as const;
const message = firstMessage(meeting, 'event', new Date(meeting.endTime));
const fresh = omit(
  newCapture(meeting, 'report', { nextPollAt: meeting.endTime, now: new Date(meeting.endTime) }),
  'nextPollAt',
);

test.each(
  captureStates
    .filter((state) => state !== 'live')
    .map((state) => [state, state === 'settled' || state === 'empty' ? 'end-message' : 'claim'] as const),
)('a redriven message of a capture that is %s leads to %s', (state, kind) => {
  for (const sequence of state === 'failed' || state === 'unavailable' ? [0, 1, 3] : [0]) {
    const capture = { ...fresh, state, sequence };
    const context = {
      message: messageToRedrive(message, capture, now),
      fresh: () => fresh,
      lease: { owner: 'm', taker: 't', until: now + 1 },
      type: undefined,
      heldUntil: undefined,
      isLeftOut: false,
      receiveCount: 1,
      usualPageSize: 300,
      timeUp: false,
      expiresAt: undefined,
      now,
      waits: scaledWaits(1),
    };
    const effects = transition(capture, { kind: 'received' }, context).effects.map((effect) => effect.kind);
    expect(effects.filter((effect) => effect !== 'tell')).toEqual([kind]);
  }
});

test('a redriven message of a meeting that nobody knows is sent as it was', () => {
  expect(messageToRedrive(message, undefined, now)).toBe(message);
});

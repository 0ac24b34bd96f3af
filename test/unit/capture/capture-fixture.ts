import { type Capture, newCapture, type Progress } from '../../../shared/domain/capture/capture.ts';
import {
  type CaptureContext,
  type CaptureEvent,
  type Effect,
  transition,
} from '../../../shared/domain/capture/capture-machine.ts';
import { type CaptureMessage, firstMessage } from '../../../shared/domain/capture/capture-message.ts';
import type { PollFailure } from '../../../shared/domain/capture/retry-policy.ts';
import { scaledWaits } from '../../../shared/domain/capture/waits.ts';
import type { EndedMeeting } from '../../../shared/domain/meeting/ended-meeting.ts';
import { omit } from '../../../shared/domain/omit.ts';

export const now = Date.parse('2026-11-20T10:00:00Z');
/** This many ms from `now`. */
export const iso = (ms: number) => new Date(now + ms).toISOString();

const meeting: EndedMeeting = { account: 'a', kind: 'meeting', uuid: 'u==', meetingId: '1', endTime: iso(-3_600_000) };

const message: CaptureMessage = firstMessage(meeting, 'event', new Date(now));

/** A capture of a meeting that ended an hour ago. */
export function captureAt(changes: Partial<Capture> = {}): Capture {
  const fresh = newCapture(meeting, 'participants', { nextPollAt: iso(0), now: new Date(now - 3_600_000) });
  return { ...omit(fresh, 'nextPollAt', 'plannedAt'), ...changes };
}

/** What a worker knows that has received the message at `now`. */
export const contextOf = (
  changes: Partial<CaptureMessage> = {},
  more: Partial<CaptureContext> = {},
): CaptureContext => ({
  message: { ...message, ...changes },
  fresh: () => newCapture(message, 'participants', { nextPollAt: message.notBefore, now: new Date(now) }),
  lease: { owner: 'mine', taker: 't', until: now + 135_000 },
  type: undefined,
  usualPageSize: 10,
  timeUp: false,
  expiresAt: undefined,
  heldUntil: undefined,
  isLeftOut: false,
  receiveCount: 1,
  now,
  waits: scaledWaits(1),
  ...more,
});

export const progressOf = (changes: Partial<Progress> = {}): Progress => ({
  type: 'past',
  segments: [{ run: 1, fromPage: 1 }],
  pages: 2,
  rows: 600,
  contentHash: 'b'.repeat(32),
  halfReadyRows: 0,
  pageToken: 'next',
  pageTokenAt: iso(0),
  complete: false,
  prune: false,
  restarts: 0,
  ...changes,
});

/** A capture with a worker on it, behind the second page of its poll. */
export const running = (changes: Partial<Capture> = {}, progress = progressOf()): Capture =>
  captureAt({ state: 'running', run: 1, lease: { owner: 'mine', until: iso(135_000) }, progress, ...changes });

/** Of a poll that has no page yet. */
export const first: Progress = omit(progressOf({ pages: 0, rows: 0 }), 'pageToken', 'pageTokenAt');

export const step = (capture: Capture, event: CaptureEvent, more?: Partial<CaptureContext>) =>
  transition(capture, event, contextOf({}, more));

export const kinds = (effects: readonly Effect[]): string[] => effects.map(({ kind }) => kind);

export const page = { rows: 300, halfReadyRows: 0, contentHash: 'c'.repeat(32), fetchedAt: iso(0) };

/** A call that gave no page; its fault is named for it, unless something else is. */
export const failed = (
  kind: PollFailure['kind'],
  { name = kind, ...more }: { name?: string; retryAt?: number } = {},
): CaptureEvent => ({
  kind: 'call-failed',
  failure: { kind, fault: { at: iso(0), name, message: kind }, ...more },
});

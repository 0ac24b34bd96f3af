import { meetingItems } from '../../../bench/meeting-items.ts';
import { newCapture } from '../../../shared/domain/capture/capture.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { encodeCapture } from '../../../shared/dynamo/captures/capture-item.ts';
import type { Item } from '../../../shared/dynamo/item.ts';
import { meetingOf } from './filled-store.ts';

const day = '2026-11-20';
export const account = 'AbCdEfGhIjKlMnOpQrStUv';
const row = { user_id: '1', user_email: 'JChill@example.com', join_time: `${day}T09:00:00Z`, status: 'in_meeting' };

/** The meeting that the examples of docs/data-model.md name. */
export const meeting = meetingOf(
  { endTime: `${day}T10:00:00Z`, uuid: '4444AAAiAAAAAiAiAiiAii==', meetingId: '93201235621' },
  { report: [row] },
);
export const failedUuid = 'failed==';

/** That meeting, one of somebody else's on another day, and a capture that failed. */
export function documentedItems(): Item[] {
  const ended = omit(meeting, ...datasets);
  const failed = newCapture({ ...ended, uuid: failedUuid, account }, 'qos', {
    nextPollAt: meeting.endTime,
    now: new Date(0),
  });
  return [
    ...meetingItems(meeting, { account }),
    ...meetingItems(meetingOf({ seed: 2, endTime: '2026-11-19T10:00:00Z' }), { account: 'other' }),
    encodeCapture({ ...failed, state: 'failed' }, undefined),
  ];
}

import { describe, expect, test } from 'vitest';
import { listedMeetingFrom } from '../../../shared/zoom/listed-meeting.ts';

const now = new Date('2026-11-20T12:00:00Z');
const uuid = 'gm8s9L+PTEC+FG3sFbd1Cw==';

describe('a listed meeting', () => {
  test('is read from the history, in both spellings of times', () => {
    const row = { meeting_uuid: uuid, meeting_id: 93201235621, type: 'Webinar', topic: 'Talk', participants: 5 };
    const expected = { kind: 'webinar', uuid, meetingId: '93201235621', topic: 'Talk', participants: 5 };
    const times = { start_time: '2024-12-23T07:09:03Z', end_time: '2024-12-23T08:09:03Z' };
    expect(listedMeetingFrom('history', { ...row, ...times }, now)).toEqual({
      ...expected,
      startTime: times.start_time,
      endTime: times.end_time,
    });
    const blank = listedMeetingFrom('history', { ...row, end_time: '2024-12-23 08:09:03' }, now);
    expect(blank).toEqual({ ...expected, endTime: '2024-12-23T08:09:03Z' });
  });

  test("is read from the dashboard's lists, which name no kind", () => {
    const row = { uuid, id: 93201235621, end_time: '2022-01-04T07:50:47.0000000+00:00' };
    const read = listedMeetingFrom('webinars', row, now);
    expect(read).toMatchObject({ kind: 'webinar', uuid, meetingId: '93201235621' });
    expect(Date.parse(read?.endTime ?? '')).toBe(Date.parse('2022-01-04T07:50:47Z'));
    expect(listedMeetingFrom('meetings-of-one', row, now)?.kind).toBe('meeting');
  });

  test('without an end has ended when its minutes were over', () => {
    const row = { meeting_uuid: uuid, start_time: '2026-11-20T10:00:00Z', duration: 60 };
    expect(listedMeetingFrom('history', row, now)?.endTime).toBe('2026-11-20T11:00:00.000Z');
  });

  test.each([{}, { uuid: '' }, { uuid: 7 }])('without a UUID is none: %j', (row) => {
    expect(listedMeetingFrom('meetings', row, now)).toBeUndefined();
  });
});

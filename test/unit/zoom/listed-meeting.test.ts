import { describe, expect, test } from 'vitest';
import { listedMeetingFrom } from '../../../shared/zoom/lists/listed-meeting.ts';

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
      listed: { source: 'history', row: { ...row, ...times } },
    });
    const blank = listedMeetingFrom('history', { ...row, end_time: '2024-12-23 08:09:03' }, now);
    expect(blank).toMatchObject({ ...expected, endTime: '2024-12-23T08:09:03Z' });
  });

  test("is read from the dashboard's lists, which name no kind", () => {
    const row = { uuid, id: 93201235621, end_time: '2022-01-04T07:50:47.0000000+00:00' };
    const read = listedMeetingFrom('webinars', row, now);
    expect(read).toMatchObject({ kind: 'webinar', uuid, meetingId: '93201235621' });
    expect(Date.parse(read?.endTime ?? '')).toBe(Date.parse('2022-01-04T07:50:47Z'));
    expect(listedMeetingFrom('meetings-of-one', row, now)?.kind).toBe('meeting');
  });

  test.each([
    ['Webinar', 'webinar'],
    ['webinar', 'webinar'],
    ['Meeting', 'meeting'],
    ['Webinars', 'meeting'],
    ['No webinar', 'meeting'],
    [['webinar'], 'meeting'],
    [undefined, 'meeting'],
  ])('of the history is a webinar only where its type says so: %j, %s', (type, kind) => {
    expect(listedMeetingFrom('history', { meeting_uuid: uuid, type }, now)?.kind).toBe(kind);
  });

  test('has its times with blanks around, or between day and time', () => {
    const row = { uuid, start_time: ' 2024-12-23 07:09:03', end_time: '2024-12-23T08:09:03Z ' };
    expect(listedMeetingFrom('meetings', row, now)).toMatchObject({
      startTime: '2024-12-23T07:09:03Z',
      endTime: '2024-12-23T08:09:03Z',
    });
  });

  test('without an end has ended when its minutes were over', () => {
    const row = { meeting_uuid: uuid, start_time: '2026-11-20T10:00:00Z', duration: 60 };
    expect(listedMeetingFrom('history', row, now)?.endTime).toBe('2026-11-20T11:00:00.000Z');
  });

  test.each([undefined, '', '0001-01-01T00:00:00Z', '2026-11-20T09:59:59Z', '2026-12-20T10:00:00Z'])(
    'whose end cannot be true has ended when its minutes were over: %j',
    (end_time) => {
      const row = { uuid, start_time: '2026-11-20 10:00:00', duration: 60, end_time };
      expect(listedMeetingFrom('meetings', row, now)?.endTime).toBe('2026-11-20T11:00:00.000Z');
    },
  );

  test.each([
    ['of no length', { duration: 0 }, '2026-11-20T10:00:00.000Z'],
    ['of half a minute', { duration: 0.5 }, now.toISOString()],
    ['of less than nothing', { duration: -1 }, now.toISOString()],
    ['that runs on', { duration: 300 }, now.toISOString()],
    ['of no known length', {}, now.toISOString()],
    ['of hours and minutes', { duration: '01:00:00' }, now.toISOString()],
    ['of a length beyond all bounds', { duration: 1e20 }, now.toISOString()],
    ['without a start', { start_time: '', duration: 60 }, now.toISOString()],
    ['of the year 1', { start_time: '0001-01-01T00:00:00Z', duration: 60 }, now.toISOString()],
  ])('%s that names no end ends at the latest now', (_case, fields, endTime) => {
    const row = { uuid, start_time: '2026-11-20T10:00:00Z', ...fields };
    expect(listedMeetingFrom('history', row, now)?.endTime).toBe(endTime);
  });

  test.each([undefined, null, '5', 1.5, -1, 1e20, {}])('counts nobody where it counts %j', (participants) => {
    expect(listedMeetingFrom('meetings', { uuid, participants }, now)).not.toHaveProperty('participants');
  });

  test('counts nobody as none where it counts zero, with or without a minus', () => {
    expect(listedMeetingFrom('meetings', { uuid, participants: 0 }, now)?.participants).toBe(0);
    expect(listedMeetingFrom('meetings', { uuid, participants: -0 }, now)?.participants).toBe(0);
  });

  test.each([{}, { uuid: '' }, { uuid: 7 }])('without a UUID is none: %j', (row) => {
    expect(listedMeetingFrom('meetings', row, now)).toBeUndefined();
  });

  test('comes without its row where no item of DynamoDB has room for it', () => {
    const row = { uuid, dept: 'é'.repeat(100_000) };
    expect(listedMeetingFrom('meetings', row, now)).not.toHaveProperty('listed');
    expect(listedMeetingFrom('meetings', { uuid, dept: 'é'.repeat(90_000) }, now)?.listed?.source).toBe('dashboard');
  });
});

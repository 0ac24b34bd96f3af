import { describe, expect, test } from 'vitest';
import { generateMeeting, sampleMeetings } from '../../../local/simulator/meetings.ts';
import { countRows, type Rows, rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';

const fieldsOf = (rows: Rows) => rowTexts(rows).map(rowFields);
const widest = (rows: Rows) => new Set(fieldsOf(rows).flatMap((row) => Object.keys(row))).size;

describe('a generated meeting', () => {
  const meeting = generateMeeting({ seed: 11, participants: 60, minutes: 30 });
  const webinar = generateMeeting({ seed: 11, kind: 'webinar', participants: 60, minutes: 30 });

  test('a generated meeting has every field that Zoom is known to send', () => {
    expect([widest(meeting.participants), widest(meeting.qos), widest(meeting.report)]).toEqual([55, 40, 13]);
    expect([widest(webinar.participants), widest(webinar.qos), widest(webinar.report)]).toEqual([49, 39, 13]);
  });

  test('a generated meeting is the same every time, another with another seed', () => {
    const again = generateMeeting({ seed: 11, participants: 60, minutes: 30 });
    for (const dataset of ['participants', 'qos', 'report'] as const) {
      expect(rowTexts(again[dataset])).toEqual(rowTexts(meeting[dataset]));
    }
    expect(generateMeeting({ seed: 12, participants: 60, minutes: 30 }).uuid).not.toBe(meeting.uuid);
  });

  test('a generated meeting has a row of its own for each stay, within the meeting, and each once', () => {
    const rows = fieldsOf(meeting.participants);
    expect(new Set(rows.map((row) => row.user_id)).size).toBe(rows.length);
    expect(new Set(rows.map((row) => row.participant_uuid)).size).toBe(60);
    for (const { join_time, leave_time } of rows) {
      expect(Date.parse(String(join_time))).toBeGreaterThanOrEqual(Date.parse(meeting.startTime));
      expect(Date.parse(String(leave_time))).toBeLessThanOrEqual(Date.parse(meeting.endTime));
      expect(Date.parse(String(leave_time))).toBeGreaterThanOrEqual(Date.parse(String(join_time)));
    }
  });

  test('a generated meeting tells the same stays in all three lists, no quality of service of the waiting room', () => {
    const keys = (rows: Rows) => fieldsOf(rows).map((row) => `${row.user_id} ${row.join_time} ${row.leave_time}`);
    const waiting = fieldsOf(meeting.participants).filter(({ status }) => status === 'in_waiting_room');
    expect(waiting.length).toBeGreaterThan(0);
    expect(keys(meeting.report)).toEqual(keys(meeting.participants));
    expect(countRows(meeting.qos)).toBe(countRows(meeting.participants) - waiting.length);
    expect(keys(meeting.participants)).toEqual(expect.arrayContaining(keys(meeting.qos)));
  });

  test('a generated meeting has guests, members, telephones, breakout rooms, and blanks of all sorts', () => {
    const rows = fieldsOf(meeting.participants);
    const members = rows.filter(({ id }) => typeof id === 'string' && id !== '').length;
    expect(members / rows.length).toBeGreaterThan(0.3);
    expect(members / rows.length).toBeLessThan(0.8);
    for (const blank of ['', null, undefined]) expect(rows.some(({ email }) => email === blank)).toBe(true);
    expect(rows.some(({ device }) => device === 'Phone')).toBe(true);
    expect(rows.some(({ bo_mtg_id }) => typeof bo_mtg_id === 'string' && bo_mtg_id !== '')).toBe(true);
    expect(rows.some(({ user_name }) => /\p{Extended_Pictographic}/u.test(String(user_name)))).toBe(true);
  });

  test('a generated meeting has one sample for each minute of a stay, in strings with units', () => {
    for (const { user_qos, join_time, leave_time } of fieldsOf(meeting.qos)) {
      const minutes = (Date.parse(String(leave_time)) - Date.parse(String(join_time))) / 60_000;
      expect(user_qos).toHaveLength(Math.max(1, Math.round(minutes)));
    }
    const text = rowTexts(meeting.qos).join();
    for (const value of ['"0*0"', '"-"', '"bitrate":""', ' kbps"', ' ms"', '%"', ' fps"', '"dBm"']) {
      expect([value, text.includes(value)]).toEqual([value, true]);
    }
  });

  test.each([1, 2, 3, 4, 7, 23])(
    'a generated meeting of %i people has rows at every index and no more',
    (participants) => {
      const { participants: rows, qos } = generateMeeting({ seed: 2, participants, minutes: 10 });
      expect(rowTexts(rows)).toHaveLength(countRows(rows));
      const ids = fieldsOf(qos).map((row) => row.user_id);
      expect(new Set(ids).size).toBe(countRows(qos));
      expect(fieldsOf(rows).map((row) => row.user_id)).toEqual(expect.arrayContaining(ids));
    },
  );
});

describe('the sample meetings', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  const samples = sampleMeetings(now);

  test('the sample meetings ended just now and include the awkward ones', () => {
    expect(samples.every(({ endTime }) => Date.parse(endTime) < now.getTime())).toBe(true);
    expect(samples.some(({ uuid }) => uuid.startsWith('/'))).toBe(true);
    expect(samples.some(({ uuid }) => uuid.includes('//') && uuid.includes('+'))).toBe(true);
    expect(samples.some(({ kind }) => kind === 'webinar')).toBe(true);
    expect(samples.some(({ participants }) => countRows(participants) === 1)).toBe(true);
    expect(samples.some(({ participants }) => countRows(participants) > 300)).toBe(true);
    expect(new Set(samples.map(({ uuid }) => uuid)).size).toBe(samples.length);
  });
});

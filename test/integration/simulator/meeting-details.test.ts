import { describe, expect, test } from 'vitest';
import { aMeeting, rig, twice } from '../../support/simulator-fixture.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const ran = (changes: Partial<ReturnType<typeof aMeeting>> = {}) =>
  aMeeting({ startTime: at(-60), endTime: at(-30), ...changes });
const path = (uuid: string, type?: string) => `${twice(uuid)}${type === undefined ? '' : `?type=${type}`}`;

describe('what one meeting was', () => {
  test('the detail of a meeting is on the dashboard by its type, and in the report once it has ended', async () => {
    const meeting = ran();
    await using zoom = await rig({ meetings: [meeting] });
    const { uuid, topic, endTime } = meeting;
    const shown = await zoom.get(`metrics/meetings/${path(uuid, 'past')}`);
    expect(shown.body).toMatchObject({ uuid, topic, id: Number(meeting.meetingId), end_time: endTime });
    expect((await zoom.get(`report/meetings/${path(uuid)}`)).body).toMatchObject({ uuid, end_time: endTime });
    for (const wrong of [`metrics/meetings/${path(uuid)}`, `metrics/webinars/${path(uuid, 'past')}`]) {
      expect(await zoom.get(wrong), wrong).toMatchObject({ status: 404, body: { code: 3001 } });
    }
    expect((await zoom.get(`metrics/webinars/${path(uuid, 'pastOne')}`)).body).toMatchObject({ code: 300 });
  });

  test('the detail of a meeting of one participant is there with pastOne alone', async () => {
    const meeting = ran({ oneParticipant: true });
    await using zoom = await rig({ meetings: [meeting] });
    const codes: number[] = [];
    for (const [list, type] of [['metrics/meetings', 'past'], ['metrics/meetings', 'pastOne'], ['report/meetings']]) {
      codes.push((await zoom.get(`${list}/${path(meeting.uuid, type)}`)).status);
    }
    expect(codes).toEqual([404, 200, 404]);
  });

  test('the detail of a running meeting has no end, and its lists have those who are there', async () => {
    const row = (id: string, join: number, leave: number) => ({
      user_id: id,
      join_time: at(join),
      leave_time: at(leave),
      leave_reason: 'left',
      user_qos: [{ date_time: at(join) }, { date_time: at(leave) }],
    });
    const rows = [row('gone', -20, -10), row('there', -20, 10), row('to come', 5, 10)];
    const meeting = ran({ endTime: at(30), participants: rows, qos: rows });
    await using zoom = await rig({ meetings: [meeting] });
    const live = await zoom.get(`metrics/meetings/${meeting.meetingId}?type=live`);
    expect(live.body).toMatchObject({ uuid: meeting.uuid, end_time: '', duration: '01:00' });
    expect((await zoom.get(`report/meetings/${path(meeting.uuid)}`)).status).toBe(404);
    const { body } = await zoom.get(`metrics/meetings/${twice(meeting.uuid)}/participants/qos?type=live&page_size=10`);
    expect(body?.participants).toEqual([
      rows[0],
      { ...rows[1], leave_time: '', leave_reason: '', user_qos: [{ date_time: at(-20) }] },
    ]);
  });

  test('the detail of a meeting needs its own scope', async () => {
    await using zoom = await rig({ meetings: [ran()], scopes: ['dashboard:read:list_meetings:admin'] });
    const { body } = await zoom.get(`metrics/meetings/${path(ran().uuid, 'past')}`);
    expect(body).toMatchObject({ code: 4711, message: expect.stringContaining('dashboard:read:meeting:admin') });
  });
});

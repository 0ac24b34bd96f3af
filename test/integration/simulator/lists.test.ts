import { describe, expect, test } from 'vitest';
import { aMeeting, rig, twice } from '../../support/simulator-fixture.ts';

const uuid = '4444AAAiAAAAAiAiAiiAii==';
const webinar = aMeeting({ kind: 'webinar', uuid: 'webinar==', meetingId: '81234567890', type: 5 });

describe('the six lists', () => {
  test.each([
    [`metrics/meetings/${uuid}/participants?type=past`, 30, 'meeting_number'],
    [`metrics/meetings/${uuid}/participants/qos?type=past`, 1, 'meeting_number'],
    [`metrics/webinars/${webinar.uuid}/participants?type=past`, 30, 'webinar_number'],
    [`metrics/webinars/${webinar.uuid}/participants/qos?type=past`, 1, 'webinar_number'],
    [`report/meetings/${uuid}/participants`, 30, undefined],
    [`report/webinars/${webinar.uuid}/participants`, 30, undefined],
  ])('%s has %i rows a page by default', async (path, pageSize, numberField) => {
    await using zoom = await rig({ meetings: [aMeeting(), webinar] });
    const { status, headers, body } = await zoom.get(path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ page_size: pageSize, total_records: 5, page_count: Math.ceil(5 / pageSize) });
    expect(Object.keys(body ?? {}).find((name) => name.endsWith('_number'))).toBe(numberField);
    expect(headers.get('x-zm-trackingid')).toMatch(/^v=2\.0;clid=us02;rid=WEB_[0-9a-f]{32}$/);
  });

  test.each([
    [`metrics/meetings/${uuid}/participants?type=past&page_size=1000`, 300],
    [`metrics/meetings/${uuid}/participants?type=past&page_size=300`, 300],
    [`metrics/meetings/${uuid}/participants?type=past&page_size=nonsense`, 30],
    [`metrics/meetings/${uuid}/participants/qos?type=past&page_size=11`, 10],
    [`report/meetings/${uuid}/participants?page_size=2`, 2],
  ])('%s is cut to %i rows a page without a word', async (path, pageSize) => {
    await using zoom = await rig();
    expect((await zoom.get(path)).body).toMatchObject({ page_size: pageSize });
  });

  test('the lists of people send every row byte for byte', async () => {
    const row = '{"user_id":"1","cost":1.0,"big":12345678901234567890,"name":"\\u00e9 \\/","x":{"y":[ 1 ]}}';
    await using zoom = await rig({ meetings: [aMeeting({ participants: [row, '{}'] })] });
    const { text } = await zoom.get(`metrics/meetings/${uuid}/participants?type=past`);
    expect(text).toContain(`"participants":[${row},{}]`);
    expect(zoom.simulator.servedTexts(uuid, 'participants')).toEqual([row, '{}']);
  });

  test('the lists of people tell the registrant only when asked, and leave all else as it was', async () => {
    const rows = ['{"a":1.50,"registrant_id":"r,\\"1","b":"x"}', '{"b":2}'];
    await using zoom = await rig({ meetings: [aMeeting({ participants: rows, report: rows })] });
    for (const path of [`metrics/meetings/${uuid}/participants?type=past&`, `report/meetings/${uuid}/participants?`]) {
      expect((await zoom.get(path)).text).toContain('[{"a":1.50,"b":"x"},{"b":2}]');
      expect((await zoom.get(`${path}include_fields=registrant_id`)).text).toContain(`[${rows.join(',')}]`);
    }
  });

  test('the lists of people default to live, where an ended meeting is not found', async () => {
    await using zoom = await rig();
    expect(await zoom.get(`metrics/meetings/${uuid}/participants`)).toMatchObject({
      status: 404,
      body: { code: 3001 },
    });
    expect(await zoom.get(`metrics/meetings/${uuid}/participants/qos`)).toMatchObject({ status: 404 });
  });

  test('the lists of people know a running meeting as live, not as past', async () => {
    await using zoom = await rig({ meetings: [aMeeting({ endTime: '2026-11-20T12:00:01Z' })] });
    expect(await zoom.get(`metrics/meetings/${uuid}/participants?type=live`)).toMatchObject({ status: 200 });
    expect(await zoom.get(`metrics/meetings/${uuid}/participants?type=past`)).toMatchObject({ status: 404 });
    expect(await zoom.get(`report/meetings/${uuid}/participants`)).toMatchObject({ status: 404, body: { code: 3001 } });
  });

  test('the lists of people know pastOne for the participants of meetings alone', async () => {
    await using zoom = await rig({ meetings: [aMeeting(), webinar] });
    expect(await zoom.get(`metrics/meetings/${uuid}/participants?type=pastOne`)).toMatchObject({ status: 200 });
    expect(await zoom.get(`metrics/meetings/${uuid}/participants/qos?type=pastOne`)).toMatchObject({ status: 400 });
    expect(await zoom.get('metrics/webinars/webinar==/participants?type=pastOne')).toMatchObject({
      status: 400,
      body: { code: 300 },
    });
  });

  test('the lists of people show a meeting of one by pastOne only', async () => {
    const alone = aMeeting({ participants: [{ user_id: '1' }], qos: [{ user_id: '1' }], report: [{ user_id: '1' }] });
    await using zoom = await rig({ meetings: [alone] });
    const rowsOf = async (path: string) => (await zoom.get(path)).body?.participants;
    expect(await rowsOf(`metrics/meetings/${uuid}/participants?type=past`)).toEqual([]);
    expect(await rowsOf(`metrics/meetings/${uuid}/participants?type=pastOne`)).toEqual([{ user_id: '1' }]);
    expect(await rowsOf(`metrics/meetings/${uuid}/participants/qos?type=past`)).toEqual([]);
    expect(await rowsOf(`report/meetings/${uuid}/participants`)).toEqual([]);
    expect(zoom.simulator.served(uuid, 'participants')).toEqual([{ user_id: '1' }]);
    expect(zoom.simulator.served(uuid, 'report')).toEqual([]);
  });

  test('the lists of people may answer 3001 instead for a meeting of one', async () => {
    const alone = aMeeting({ participants: [{ user_id: '1' }] });
    await using zoom = await rig({ meetings: [alone], oneParticipantPast: 'not-found' });
    expect(await zoom.get(`metrics/meetings/${uuid}/participants?type=past`)).toMatchObject({ body: { code: 3001 } });
    expect(await zoom.get(`metrics/meetings/${uuid}/participants?type=pastOne`)).toMatchObject({ status: 200 });
  });

  test('the lists of people never find a webinar as a meeting, or a meeting as a webinar', async () => {
    await using zoom = await rig({ meetings: [aMeeting(), webinar] });
    expect(await zoom.get(`report/meetings/${twice('webinar==')}/participants`)).toMatchObject({
      body: { code: 3001 },
    });
    expect(await zoom.get(`report/webinars/${twice(uuid)}/participants`)).toMatchObject({
      status: 404,
      body: { code: 3001, message: `Webinar does not exist: ${uuid}.` },
    });
  });

  test('the lists of people depend on the plan and the scopes', async () => {
    await using pro = await rig({ plan: 'pro' });
    expect(await pro.get(`metrics/meetings/${uuid}/participants?type=past`)).toMatchObject({
      status: 200,
      body: { code: 200 },
    });
    expect(await pro.get(`report/meetings/${uuid}/participants`)).toMatchObject({ body: { total_records: 5 } });
    await using free = await rig({ plan: 'free' });
    expect(await free.get(`report/meetings/${uuid}/participants`)).toMatchObject({ status: 400, body: { code: 200 } });
    await using narrow = await rig({ scopes: ['report:read:admin'] });
    expect(await narrow.get(`report/meetings/${uuid}/participants`)).toMatchObject({ status: 200 });
    const refused = await narrow.get(`metrics/meetings/${uuid}/participants?type=past`);
    expect(refused).toMatchObject({ status: 400, body: { code: 4711 } });
    expect(refused.text).toContain('dashboard:read:list_meeting_participants:admin');
  });

  test('the lists of people refuse what is another account’s, or too old where that is asked for', async () => {
    await using zoom = await rig({ meetings: [aMeeting({ accountId: 'other' })] });
    expect(await zoom.get(`report/meetings/${uuid}/participants`)).toMatchObject({ status: 400, body: { code: 1010 } });
    expect(await zoom.get(`metrics/meetings/${uuid}/participants?type=past`)).toMatchObject({ body: { code: 3001 } });
    await using old = await rig({ refuseOlderThanDays: 10 });
    expect(await old.get(`report/meetings/${uuid}/participants`)).toMatchObject({ status: 400, body: { code: 12702 } });
  });
});

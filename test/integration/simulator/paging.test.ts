import { describe, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { aMeeting, rig, twice } from '../../support/simulator-fixture.ts';

const list = `metrics/meetings/${twice('4444AAAiAAAAAiAiAiiAii==')}/participants?type=past&page_size=2`;
const next = (token: unknown) => `${list}&next_page_token=${encodeURIComponent(String(token))}`;

describe('page tokens', () => {
  test('page tokens lead through all rows once, in order, to a blank one', async () => {
    await using zoom = await rig();
    const seen: unknown[] = [];
    let token: unknown = '';
    do {
      const { body } = await zoom.get(next(token));
      seen.push(...(Array.isArray(body?.participants) ? body.participants : []));
      token = body?.next_page_token;
    } while (token !== '');
    expect(seen).toEqual(zoom.simulator.served('4444AAAiAAAAAiAiAiiAii==', 'participants'));
    expect(zoom.simulator.calls.map((call) => call.pageNumber)).toEqual([undefined, 1, 2, 3]);
  });

  test('page tokens give the same page as often as they are sent', async () => {
    await using zoom = await rig();
    const { body } = await zoom.get(list);
    const [one, two] = [await zoom.get(next(body?.next_page_token)), await zoom.get(next(body?.next_page_token))];
    expect(one.body?.participants).toEqual(two.body?.participants);
  });

  test('page tokens have to be encoded in the query', async () => {
    await using zoom = await rig();
    const { body } = await zoom.get(list);
    const raw = `${list}&next_page_token=${String(body?.next_page_token)}`;
    expect(await zoom.get(raw)).toMatchObject({ status: 400, body: { code: 300 } });
  });

  test('page tokens live fifteen minutes', async () => {
    let nowMs = Date.parse('2026-11-20T12:00:00Z');
    await using zoom = await rig({ now: () => nowMs });
    const { body } = await zoom.get(list);
    nowMs += 900_000 - 1;
    expect(await zoom.get(next(body?.next_page_token))).toMatchObject({ status: 200 });
    nowMs += 1;
    expect(await zoom.get(next(body?.next_page_token))).toMatchObject({ status: 400, body: { code: 300 } });
  });

  test.each([
    ['another page size', list.replace('page_size=2', 'page_size=3')],
    ['another type', list.replace('past', 'pastOne')],
    ['another field', `${list}&include_fields=registrant_id`],
    ['another list', list.replace('/participants', '/participants/qos')],
    ['another meeting', list.replace(twice('4444AAAiAAAAAiAiAiiAii=='), 'other')],
  ])('page tokens are refused with %s', async (_name, path) => {
    await using zoom = await rig({ meetings: [aMeeting(), aMeeting({ uuid: 'other', meetingId: '99999999999' })] });
    const { body } = await zoom.get(list);
    const answer = await zoom.get(`${path}&next_page_token=${encodeURIComponent(String(body?.next_page_token))}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 300 } });
  });

  test('page tokens see the rows of the poll they belong to, though the meeting has changed since', async () => {
    await using zoom = await rig();
    const { body } = await zoom.get(list);
    zoom.simulator.addMeeting(aMeeting({ participants: [{ user_id: 'new' }, { user_id: 'newer' }, { user_id: 'x' }] }));
    expect((await zoom.get(next(body?.next_page_token))).body).toMatchObject({ total_records: 5 });
    expect((await zoom.get(list)).body).toMatchObject({ total_records: 3 });
  });

  test('page tokens reach the end of 50,000 rows of quality of service, which are made page by page', async () => {
    const meeting = generateMeeting({ seed: 5, participants: 50_000, minutes: 10, endTime: '2026-11-20T11:00:00Z' });
    await using zoom = await rig({ meetings: [meeting] });
    const { body } = await zoom.get(`metrics/meetings/${twice(meeting.uuid)}/participants/qos?type=past&page_size=10`);
    expect(body).toMatchObject({ page_size: 10, participants: { length: 10 } });
    expect(Number(body?.total_records)).toBeGreaterThan(50_000);
  });
});

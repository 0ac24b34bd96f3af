import { describe, expect, test } from 'vitest';
import { aMeeting, rig } from '../../support/simulator-fixture.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const ended = (uuid: string, minutesAgo: number, changes: Partial<ReturnType<typeof aMeeting>> = {}) =>
  aMeeting({
    uuid,
    startTime: new Date(now - (minutesAgo + 30) * 60_000).toISOString(),
    endTime: new Date(now - minutesAgo * 60_000).toISOString(),
    ...changes,
  });
const history = 'report/history_meetings?date_type=end_time';
const today = '&from=2026-11-20&to=2026-11-20';
const uuidsOf = (body: Record<string, unknown> | undefined) =>
  Object.values(body ?? {})
    .filter((value) => Array.isArray(value))
    .flat()
    .map(({ meeting_uuid, uuid }) => meeting_uuid ?? uuid);

describe('the history of meetings', () => {
  test('the history of meetings has ended meetings and webinars of the account, newest first, page by page', async () => {
    const running = ended('running', -10);
    const meetings = [ended('a', 90), ended('b', 60, { kind: 'webinar' }), ended('c', 30), running];
    await using zoom = await rig({ meetings });
    const first = await zoom.get(`${history}${today}&page_size=2`);
    expect(uuidsOf(first.body)).toEqual(['c', 'b']);
    const token = encodeURIComponent(String(first.body?.next_page_token));
    const second = await zoom.get(`${history}${today}&page_size=2&next_page_token=${token}`);
    expect(uuidsOf(second.body)).toEqual(['a']);
    expect(second.body).toMatchObject({ next_page_token: '', page_size: 2 });
    expect(uuidsOf((await zoom.get(`${history}${today}&meeting_type=webinar`)).body)).toEqual(['b']);
  });

  test('the history of meetings shifts while it is paged: what comes in front pushes an item onto the next page too', async () => {
    await using zoom = await rig({ meetings: [ended('a', 90), ended('b', 60)] });
    const first = await zoom.get(`${history}${today}&page_size=1`);
    zoom.simulator.addMeeting(ended('c', 1));
    const token = encodeURIComponent(String(first.body?.next_page_token));
    const second = await zoom.get(`${history}${today}&page_size=1&next_page_token=${token}`);
    expect([uuidsOf(first.body), uuidsOf(second.body)]).toEqual([['b'], ['b']]);
  });

  test('the history of meetings has a meeting late where it is told to', async () => {
    await using zoom = await rig({ meetings: [ended('late', 9, { listedSecondsAfterEnd: 600 }), ended('there', 11)] });
    expect(uuidsOf((await zoom.get(`${history}${today}`)).body)).toEqual(['there']);
  });

  test('the history of meetings goes by starts unless it is asked for ends', async () => {
    await using zoom = await rig({ meetings: [ended('overnight', 60, { startTime: '2026-11-19T23:00:00Z' })] });
    expect(uuidsOf((await zoom.get(`report/history_meetings?${today.slice(1)}`)).body)).toEqual([]);
    expect(uuidsOf((await zoom.get(`${history}${today}`)).body)).toEqual(['overnight']);
  });

  test.each([
    ['', 400],
    ['&from=2026-10-20&to=2026-11-20', 200],
    ['&from=2026-10-19&to=2026-11-20', 400],
    ['&from=2026-05-20&to=2026-05-21', 200],
    ['&from=2026-05-19&to=2026-05-20', 400],
    ['&from=2026-11-20&to=2026-11-19', 400],
    ['&from=2026-02-30&to=2026-03-01', 400],
  ])('the history of meetings takes a month of the last six: %s is HTTP %i', async (window, status) => {
    await using zoom = await rig();
    expect((await zoom.get(`${history}${window}`)).status).toBe(status);
  });

  test('the history of meetings needs its scope, and a plan with reports', async () => {
    await using scopeless = await rig({ scopes: ['dashboard:read:list_meetings:admin'] });
    expect((await scopeless.get(`${history}${today}`)).body).toMatchObject({ code: 4711 });
    await using free = await rig({ plan: 'free' });
    expect((await free.get(`${history}${today}`)).body).toMatchObject({ code: 200 });
  });
});

describe("the dashboard's lists", () => {
  const row = { user_id: '1' };
  const meetings = [
    ended('many', 60),
    ended('one', 50, { participants: [row] }),
    ended('web', 40, { kind: 'webinar' }),
  ];

  test("the dashboard's lists have meetings of one participant apart, and webinars by themselves", async () => {
    await using zoom = await rig({ meetings });
    const list = async (path: string) => uuidsOf((await zoom.get(`${path}${today}&query_date_type=end_time`)).body);
    expect(await list('metrics/meetings?type=past')).toEqual(['many']);
    expect(await list('metrics/meetings?type=pastOne')).toEqual(['one']);
    expect(await list('metrics/webinars?type=past')).toEqual(['web']);
    expect(await list('metrics/meetings?type=live')).toEqual([]);
  });

  test("the dashboard's lists are resource-intensive: 20 calls a minute on the business plan, out of the same count a day", async () => {
    await using zoom = await rig({ meetings });
    const list = () => zoom.get(`metrics/meetings?type=past${today}`);
    const answers = [await list(), ...(await Promise.all(Array.from({ length: 20 }, list)))];
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    expect(answers.at(-1)?.headers.get('x-ratelimit-category')).toBe('Resource-intensive');
  });
});

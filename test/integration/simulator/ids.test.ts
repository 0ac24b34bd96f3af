import { describe, expect, test } from 'vitest';
import { aMeeting, rig, twice } from '../../support/simulator-fixture.ts';

const path = (id: string) => `metrics/meetings/${id}/participants?type=past`;

describe('the meeting in the path', () => {
  test.each(['/abc==', 'ab//c==', 'a/b==', 'a+b==', 'abc==', '//+/=='])(
    'the meeting %s is found when encoded twice',
    async (uuid) => {
      await using zoom = await rig({ meetings: [aMeeting({ uuid })] });
      expect(await zoom.get(path(twice(uuid)))).toMatchObject({ status: 200 });
      expect(zoom.simulator.calls.at(-1)).toMatchObject({
        uuid,
        endpoint: 'metrics-meeting-participants',
        pageNumber: 1,
      });
    },
  );

  test.each([
    ['/abc==', 404],
    ['ab//c==', 404],
    ['a/b==', 200],
    ['a+b==', 200],
    ['abc==', 200],
  ])('the meeting %s encoded once gives %i', async (uuid, status) => {
    await using zoom = await rig({ meetings: [aMeeting({ uuid })] });
    expect(await zoom.get(path(encodeURIComponent(uuid)))).toMatchObject({ status });
  });

  test.each([
    ['/abc==', 2300],
    ['ab//c==', 2300],
    ['a/b==', 2300],
  ])('the meeting %s not encoded splits the path', async (uuid, code) => {
    await using zoom = await rig({ meetings: [aMeeting({ uuid })] });
    expect(await zoom.get(path(uuid))).toMatchObject({ status: 404, body: { code } });
  });

  test.each(['%E0%A4%A', 'unknown=='])('the meeting %s is not found', async (id) => {
    await using zoom = await rig();
    expect(await zoom.get(path(id))).toMatchObject({ status: 404, body: { code: 3001 } });
  });

  test('a number means the instance that ended last, whatever runs now', async () => {
    const instances = ['2026-11-02T10:00:00Z', '2026-11-09T10:00:00Z', '2026-11-20T13:00:00Z'].map((endTime) =>
      aMeeting({ uuid: endTime, endTime, participants: [{ user_id: endTime }, { user_id: 'x' }] }),
    );
    await using zoom = await rig({ meetings: instances });
    expect((await zoom.get(path('93201235621'))).text).toContain('2026-11-09T10:00:00Z');
  });
});

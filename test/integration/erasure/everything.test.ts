import { expect, test } from 'vitest';
import { endTime, startErasureFixture } from './erasure-fixture.ts';
import { ada, meetingWithAda } from './people.ts';

const meeting = meetingWithAda(
  { seed: 4, uuid: 'everything==', endTime },
  // The report shows the address alone, QoS nothing: attendance unites them.
  { participants: { id: true, email: true }, qos: {}, report: { email: true }, hosts: true },
);

test('everything that is stored of a person is what an erasure removes, whole, and of nobody else', async () => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(meeting);
  const { exitCode, stdout, stderr } = await fixture.cli('person', ada.email, '--everything');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `4 rows of ${ada.email}.\n` });
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ dataset }) => dataset).sort()).toEqual(['host', 'participants', 'qos', 'report']);
  for (const { dataset, row, meeting: of } of lines) {
    expect(of).toMatchObject({ uuid: meeting.uuid, endTime });
    if (dataset === 'host') continue;
    const served = fixture.served(meeting.uuid, dataset).map((text) => JSON.parse(text));
    expect(served).toContainEqual(row);
    expect(row.user_name ?? row.name).toBe(ada.name);
  }
  const counts = await fixture.erase('--person', ada.email, '--dry-run');
  expect(counts).toMatchObject({ hosted: 1, rows: { participants: 1, qos: 1, report: 1 } });
});

test('everything of somebody leaves nothing out that options name', async () => {
  await using fixture = await startErasureFixture();
  const { exitCode, stderr } = await fixture.cli('person', ada.email, '--everything', '--last', '7d');
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('leave --last out') });
});

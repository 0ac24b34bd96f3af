import { expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { datasets } from '../../../shared/domain/dataset.ts';
import { endTime, startErasureFixture } from './erasure-fixture.ts';

// Ada is erased, and Bob is not, though rows show addresses that would lead from one to the other.

const [desk, adas, bobs] = ['desk@example.com', 'ada@example.com', 'bob@example.com'];

/** A meeting in which each of these stayed once: an id with an address, or one of them alone. */
function attended(uuid: string, ...shown: readonly (readonly [id: string, email: string])[]) {
  const times = { join_time: '2026-11-20T08:30:00Z', leave_time: endTime };
  const meeting = generateMeeting({ seed: 8, participants: 1, minutes: 1, uuid, endTime });
  const stays = shown.map(([id, email], at) => ({ id, email, user_id: String(at + 1), user_name: `Stay ${at}` }));
  const participants = stays.map((stay) => ({ ...times, ...stay, status: 'in_meeting' }));
  const report = stays.map(({ email, user_name, ...stay }) => ({
    ...times,
    ...stay,
    name: user_name,
    user_email: email,
    duration: 60,
  }));
  return { ...meeting, participants, report, qos: [] };
}

const meetings = [
  attended('mailbox==', ['ADA', desk], ['BOB', desk], ['', desk]),
  attended('before==', ['BOB', adas], ['BOB', bobs]),
  attended('own==', ['ADA', adas], ['BOB', bobs], ['', 'guest@example.com']),
];

/** Whose rows are left, over both lists: `id address`, sorted. */
async function left(fixture: Awaited<ReturnType<typeof startErasureFixture>>) {
  const rows = await Promise.all(
    meetings.flatMap(({ uuid }) => datasets.map(async (dataset) => fixture.stored(uuid, dataset))),
  );
  const names = rows
    .flat()
    .map((text) => JSON.parse(text))
    .filter(({ user_id }) => Number(user_id) < 100)
    .map(({ id, email, user_email }) => `${id} ${email ?? user_email}`);
  return [...new Set(names)].sort();
}
const bobsRows = [`BOB ${adas}`, `BOB ${bobs}`, `BOB ${desk}`];
const guests = [' guest@example.com', ` ${desk}`];

test('an erasure leaves everybody whose address the person has shown, or who has shown theirs, and names both', async () => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(...meetings);
  const before = await left(fixture);
  expect(before).toEqual([...guests, `ADA ${adas}`, `ADA ${desk}`, ...bobsRows].sort());
  const both = { ids: ['ADA', 'BOB'] };

  // Bob has shown it too: it does not say who is meant, and takes nobody's rows.
  const rehearsed = await fixture.erase('--person', adas, '--dry-run');
  expect(rehearsed).toMatchObject({ meetings: 0, contradicted: [{ address: adas, ...both }] });
  await fixture.erase('--person', adas);
  expect(await left(fixture)).toEqual(before);
  expect((await fixture.cli('erase', '--person', adas)).stdout).toContain(
    `Not followed, since rows show it beside another id too:\n  ${adas}, beside ADA, BOB\n`,
  );

  const receipt = await fixture.erase('--person', adas, '--also', 'ADA');
  expect(receipt.known).toEqual({ ids: ['ADA'], addresses: [adas] });
  expect(receipt.contradicted).toEqual([
    { address: adas, ...both },
    { address: desk, ...both },
  ]);
  expect(await left(fixture)).toEqual([...guests, ...bobsRows].sort());

  // Her rows are gone that contradicted it: it leads to Bob no more than before.
  for (const again of [
    ['--person', adas],
    ['--person', desk, '--dry-run'],
    ['--person', 'ADA'],
  ]) {
    await fixture.erase(...again);
    expect(await left(fixture), again.join(' ')).toEqual([...guests, ...bobsRows].sort());
  }

  // Whom a person names is erased, whatever the rows say.
  expect(await fixture.erase('--person', adas, '--also', 'ADA', '--also', desk)).toMatchObject({ meetings: 1 });
  expect(await left(fixture)).toEqual([' guest@example.com', ...bobsRows].sort());
});

test('an erasure leaves what others show later of an address, in meetings that are captured after it', async () => {
  await using fixture = await startErasureFixture();
  const [mailbox, , own] = meetings;
  if (!mailbox || !own) throw new Error('There are three.');
  await fixture.captureFirst(own);
  await fixture.erase('--person', adas);
  await fixture.captureFirst(attended('late==', ['BOB', adas], ['ADA', bobs], ['', adas]));
  const rows = (await fixture.stored('late==', 'report')).map((text) => JSON.parse(text).id);
  expect(rows).toEqual(['BOB']);
});

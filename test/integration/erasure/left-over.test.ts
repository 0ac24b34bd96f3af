import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { endTime, startErasureFixture } from './erasure-fixture.ts';
import { ada, meetingWithAda } from './people.ts';

// What others wrote of her: her address and her name in the topic of somebody else's meeting, and in somebody else's row.
const address = ada.email.toLowerCase();
const others = generateMeeting({
  seed: 5,
  participants: 2,
  minutes: 1,
  uuid: 'others==',
  endTime,
  topic: `Handover from ${ada.name} (${address})`,
});
const note = {
  join_time: '2026-11-20T08:30:00Z',
  leave_time: endTime,
  user_id: '77',
  id: 'BOB',
  email: 'bob@example.com',
};
const meeting = {
  ...others,
  participants: [{ ...note, user_name: `Bob for ${ada.name}`, leave_reason: `Asked for ${address}.` }],
};
const hers = meetingWithAda({ seed: 2, uuid: 'hers==', endTime }, { participants: { id: true, email: true } });

test('an erasure says what still holds the person, where, and until when it can be recovered', async () => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(meeting, hers);
  const receipt = await fixture.erase('--person', ada.email);
  expect(receipt.left).toEqual([
    { uuid: 'others==', of: 'meeting', fields: ['topic'], items: 1 },
    { uuid: 'others==', of: 'participants', fields: ['leave_reason'], items: 1 },
  ]);
  expect(receipt).toMatchObject({ blanked: 0, recoverableUntil: expect.stringMatching(/^2026-12-25T/) });
  const { stdout } = await fixture.cli('erase', '--person', ada.email);
  expect(stdout).toContain('2 items of others still hold it:\n  others==: 1 of meeting, in topic\n');
  expect(stdout).toContain('Point-in-time recovery may have it until 2026-12-25');
});

test('an erasure takes the texts that it is given out of whatever holds them, in any letter case, and nothing else', async () => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(meeting, hers);
  const rest = await fixture.stored('others==', 'report');
  const receipt = await fixture.erase('--person', ada.email, '--text', ada.name.toUpperCase(), '--text', address);
  // The name is another guest's in her own meeting too: whoever gives a text takes all of it.
  expect(receipt).toMatchObject({ left: [], blanked: 2 });
  expect(await fixture.tracesOf([ada.name, address])).toEqual([]);
  const [row = ''] = await fixture.stored('others==', 'participants');
  expect(JSON.parse(row)).toMatchObject({ ...note, user_name: 'Bob for ', leave_reason: 'Asked for .' });
  expect(await fixture.stored('others==', 'report')).toEqual(rest);
  // Polls that find the same at Zoom leave it so.
  await fixture.drain();
  expect(await fixture.tracesOf([ada.name, address])).toEqual([]);
});

test('days that a text was taken out of are written anew, by exports and by the lake, though no row was erased', async () => {
  await using fixture = await startErasureFixture({ engine: 'embedded' });
  await using out = await mkdtempDisposable(join(tmpdir(), 'left-over-'));
  await fixture.captureFirst(meeting);
  await fixture.drain();
  const files = async () => {
    const exported = await fixture.cli(
      ...['export', '--from', '2026-11-20', '--to', '2026-11-20', '--format', 'jsonl', '--out', out.path],
      ...['--datasets', 'meetings,attendance,participants,report'],
    );
    expect(exported).toMatchObject({ exitCode: 0 });
    const names = (await readdir(out.path, { recursive: true })).filter((name) => name.endsWith('.jsonl')).sort();
    return Promise.all(names.map(async (name) => [name, await readFile(join(out.path, name), 'utf8')] as const));
  };
  const holding = async (text: string) =>
    (await files()).flatMap(([name, rows]) => (rows.includes(text) ? [name] : []));
  const asked: object[] = [];
  fixture.lakeFunction.answer = async (request) => {
    asked.push(request);
    return { done: ['2026-11-20'], files: 3, versions: 3 };
  };
  expect((await holding('Asked for')).length).toBeGreaterThan(0);
  expect((await holding(ada.name)).length).toBeGreaterThan(1);
  // In a row alone, then in the topic too.
  await fixture.erase('--person', ada.email, '--text', `Asked for ${address}`);
  expect(await holding('Asked for')).toEqual([]);
  const receipt = await fixture.erase('--person', ada.email, '--text', ada.name);
  expect(receipt).toMatchObject({ meetings: 0, blanked: 2, lake: { files: 3 } });
  expect(await holding(ada.name)).toEqual([]);
  expect(asked).toEqual([{ mirrorDays: ['2026-11-20'] }, { mirrorDays: ['2026-11-20'] }]);
  const { stdout } = await fixture.cli('erase', '--person', ada.email, '--text', 'Handover');
  expect(stdout).toContain('In the lake: 3 files anew, 3 former versions deleted.');
});

test('a rehearsal takes no text out, and a text that stands everywhere is refused', async () => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(meeting);
  const before = await fixture.tracesOf([ada.name]);
  await fixture.erase('--person', ada.email, '--text', ada.name, '--dry-run');
  expect(await fixture.tracesOf([ada.name])).toEqual(before);
  expect(await fixture.cli('erase', '--person', ada.email, '--text', ' a ')).toMatchObject({ exitCode: 2 });
});

test('the person to erase is read from standard input, so that no shell keeps them', async () => {
  await using fixture = await startErasureFixture();
  await fixture.captureFirst(hers);
  const of = (input: string) => {
    fixture.context.readInput = async () => input;
    return fixture.cli('erase', '--person', '-', '--json');
  };
  expect(JSON.parse((await of(`${ada.email}\n`)).stdout)).toMatchObject({
    meetings: 1,
    known: { addresses: [address] },
  });
  expect(await of('Ada Erased\n')).toMatchObject({ exitCode: 2, stdout: '' });
  expect((await of('')).stderr).toContain('It is blank');
});

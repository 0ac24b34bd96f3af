import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { historyRow } from '../../local/simulator/rows/listed-row.ts';
import type { Row } from '../../local/simulator/rows/row.ts';
import { hasKind, knownDatasets } from '../../shared/domain/dataset.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { openProductFixture } from '../support/product/product-fixture.ts';
import { runCli } from '../support/product/served-product.ts';
import { storedText } from '../support/stored-text.ts';

// `node test/campaigns/planted-person.ts`: one person in some twenty forms, in the tables, the queues, the lake, an export and the
// pages of a run. While they are erased meetings go on being captured, swept, redriven and mirrored; then once more. After each
// erasure every form is gone, or stands where the receipt says that it does. Exits 1 where one is neither, or never came in.

const person = {
  id: 'qZ4rT_uVwXyZ0123456789',
  email: 'zelda.vantongeren@example.org',
  name: 'Zelda Vantongeren',
  device: 'ZELDAS-LAPTOP-77',
  customer: 'customer-zelda-77',
  phone: '+41 79 555 01 99',
  address: '203.0.113.177',
};
/** What each form of the person is known by where it stands. */
const marks = Object.values(person);
const endTime = new Date(Date.now() - 120_000).toISOString();
const day = endTime.slice(0, 10);
const at = { join_time: new Date(Date.parse(endTime) - 100_000).toISOString(), leave_time: endTime };

const meetings: SimulatedMeeting[] = [];
function plant(uuid: string, planted: Partial<SimulatedMeeting>): void {
  const recipe = {
    seed: meetings.length + 1,
    uuid: `${uuid}==`,
    participants: 3,
    minutes: 2,
    endTime,
    topic: 'Weekly',
  };
  const kind = planted.kind ?? 'meeting';
  // Of a meeting of one person Zoom has neither report nor QoS, and of a webinar without registration no absentees.
  const known = { oneParticipant: false, ...(planted.absentees && { registration: true }) };
  meetings.push({ ...generateMeeting({ ...recipe, kind }), ...known, ...planted });
}
const stay = { ...at, user_id: '99', status: 'in_meeting', duration: 100 };
const signed = { ...stay, id: person.id, user_name: person.name, name: person.name };
const sample = { date_time: at.join_time, audio_input: { latency: '12 ms' } };
const others = { ...stay, user_id: '77', id: 'BOB', email: 'bob@example.org', user_name: 'Bob' };

// By id, with device, network and customer key.
plant('by-id', {
  participants: [{ ...signed, email: person.email, pc_name: person.device, ip_address: person.address }],
  report: [{ ...signed, user_email: person.email, customer_key: person.customer }],
  qos: [{ ...signed, email: person.email, pc_name: person.device, ip_address: person.address, user_qos: [sample] }],
});
// As a guest whose address is written otherwise.
plant('by-address', { participants: [{ ...stay, id: '', email: person.email.toUpperCase(), user_name: 'Z.' }] });
// By a session without any sign beside one with: one person, as attendance has it.
plant('by-name', {
  participants: [
    { ...signed, email: person.email },
    { ...stay, user_id: '98', id: '', email: '', user_name: person.name, leave_time: at.join_time },
  ],
});
plant('as-host', { hostId: person.id, topic: `${person.name}'s Zoom Meeting` });
plant('by-phone', { participants: [{ ...signed, email: person.email, user_name: person.phone }] });
plant('registrant', {
  registrants: [
    {
      id: 'reg-1',
      email: person.email,
      first_name: 'Zelda',
      last_name: 'Vantongeren',
      status: 'approved',
      create_time: at.join_time,
      custom_questions: [{ title: 'Phone', value: person.phone }],
    },
  ],
});
const answer = { date_time: at.leave_time, question: 'How?', answer: `Call ${person.phone}` };
const named = { name: person.name, email: person.email, first_name: 'Zelda', last_name: 'Vantongeren' };
plant('polls', { polls: [{ ...named, question_details: [answer] }] });
plant('survey', { survey: [{ ...named, answer_details: [answer] }] });
plant('asked', {
  qa: [
    {
      user_id: person.id,
      name: person.name,
      email: person.email,
      question_details: [{ question: 'Why?', question_status: 'open', answer_details: [] }],
    },
  ],
});
const answered = {
  type: 'host_answered_publicly',
  content: 'Because.',
  name: person.name,
  email: person.email,
  user_id: person.id,
};
plant('answered', {
  qa: [
    {
      user_id: 'BOB',
      name: 'Bob',
      email: 'bob@example.org',
      question_details: [
        { question: 'Why?', question_status: 'answered', answer: 'Because.', answer_details: [answered] },
      ],
    },
  ],
});
plant('absentee', { kind: 'webinar', absentees: [{ id: 'reg-2', ...named, create_time: at.join_time }] });
// In what others wrote.
plant('topic', { topic: `Handover from ${person.name}` });
plant('leave-reason', { participants: [{ ...others, leave_reason: `Asked for ${person.email}.` }] });
plant('device-name', { participants: [{ ...others, device_name: person.device }] });
const listRow = (more: Row): Row =>
  Object.assign({}, historyRow(generateMeeting({ seed: 90, participants: 2, minutes: 2, endTime })), more);
plant('tracking', {
  listRow: listRow({ meeting_uuid: 'tracking==', tracking_fields: [{ field: 'Lead', value: person.email }] }),
});
plant('listed-host', {
  hostId: person.id,
  listRow: listRow({ meeting_uuid: 'listed-host==', host_display_name: person.name, host_email: person.email }),
});
plant('same-address-other-row', { report: [{ ...stay, id: '', user_email: ` ${person.email}`, name: 'Z' }] });

const fixture = await openProductFixture(
  { meetings, plan: 'business' },
  { lake: true, events: 'own', datasets: knownDatasets },
);
const dataDir = await mkdtemp(join(tmpdir(), 'planted-'));
const out = await mkdtemp(join(tmpdir(), 'planted-export-'));
const told: string[] = [];
const product = await fixture.start({ dataDir, onEvent: (event) => void told.push(JSON.stringify(event)) });
const { outputs, functions } = product.stack;
const functionNamed = (output: string) =>
  Object.entries(functions).find(([, { name }]) => name === outputs[output])?.[0] ?? '';
const [sweep, lake] = [functionNamed('SweepFunction'), functionNamed('LakeFunction')];
const reader = createMeetingReader({
  client: product.dynamodb,
  table: outputs.CapturesTable ?? '',
  datasets: knownDatasets,
});
const local = ['--local', '--data-dir', dataDir];
const cli = async (...args: readonly string[]) => {
  const done = await runCli(...args, ...local);
  if (done.code !== 0) console.error(args.join(' '), done.stderr.trim());
  return done.stdout;
};
const exported = ['export', '--day', day, '--format', 'jsonl', '--out', join(out, 'export')];
const mirrored = async () => {
  await cli(...exported, '--datasets', ['meetings', 'attendance', ...knownDatasets].join());
  await cli('page', '--from', day, '--to', day, '--out', join(out, 'pages'));
  await product.stack.invoke(lake, {}).catch((error: Error) => console.error(error.message));
};

/** Until no capture is open, whose last poll comes after a day, or three, as the time scale has them. */
async function settle(): Promise<void> {
  const until = Date.now() + 330_000;
  const isOpen = async ({ uuid, kind }: SimulatedMeeting) => {
    const stored = await reader.find(uuid);
    const own = knownDatasets.filter((dataset) => hasKind(dataset, kind));
    return own.some(
      (dataset) => !['settled', 'empty', 'unavailable', 'failed'].includes(stored?.captures[dataset]?.state ?? ''),
    );
  };
  while (Date.now() < until) {
    const open = await Promise.all(meetings.map(isOpen));
    if (!open.includes(true)) return;
    await sleep(500);
  }
}

/** Files of a folder, however deep, in which a mark stands, compressed or not, with the marks. */
async function filesWith(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    // A file that is gone meanwhile holds nothing.
    const text = (existsSync(path) ? await storedText(path) : '').toLowerCase();
    const named = marks.filter((mark) => text.includes(mark.toLowerCase()));
    found.push(...named.map((mark) => `${relative(folder, path)}: ${mark}`));
  }
  return found;
}

type Receipt = {
  readonly left: readonly { readonly uuid: string; readonly of: string; readonly fields: readonly string[] }[];
};
const faults: string[] = [];
const notes: Record<string, unknown> = {};

/** UUIDs of meetings with an item in which one of these texts stands; of the Control table its name. */
async function placesOf(texts: readonly string[]): Promise<Set<string>> {
  const places = new Set<string>();
  for (const TableName of [outputs.CapturesTable ?? '', outputs.ControlTable ?? '']) {
    for await (const { Items = [] } of paginateScan({ client: product.dynamodb }, { TableName })) {
      for (const item of Items) {
        const text = JSON.stringify(item).toLowerCase();
        if (!texts.some((one) => text.includes(one.toLowerCase()))) continue;
        places.add(TableName === outputs.CapturesTable ? (item.pk?.S ?? '') : 'Control');
      }
    }
  }
  return places;
}

async function eraseAndSearch(round: string, texts: readonly string[]): Promise<void> {
  const asked = texts.flatMap((text) => ['--text', text]);
  const erase = async (): Promise<Receipt> =>
    JSON.parse(await cli('erase', '--person', person.email, '--also', person.id, ...asked, '--json'));
  // Meanwhile everything that could bring them back goes on.
  let isOver = false;
  let turns = 0;
  const meanwhile = async () => {
    for (; !isOver; turns += 1) {
      for (const one of meetings.slice(turns % 3)) await product.sendEnded(one).catch(() => 0);
      await product.stack.invoke(sweep, {}).catch(() => undefined);
      await cli('redrive', '--all', '--yes');
      await mirrored();
    }
  };
  const busy = meanwhile();
  await erase();
  isOver = true;
  await busy;
  await settle();
  // A second one says what others wrote meanwhile: a poll that finds it changed brings a text again.
  const { left } = await erase();
  await mirrored();
  const named = new Set(left.map(({ uuid }) => uuid));
  const places = await placesOf([person.email, person.id, ...texts]);
  const unnamed = [...places].filter((place) => !named.has(place));
  faults.push(...unnamed.map((place) => `${round}: ${place} holds it, and the receipt does not say so`));
  notes[round] = { turns, left: left.map(({ uuid, of, fields }) => `${uuid} ${of} ${fields}`) };
  if (texts.length === 0) return;
  for (const folder of [dataDir, out]) faults.push(...(await filesWith(folder)).map((one) => `${round}: ${one}`));
}

try {
  for (const meeting of meetings) await product.sendEnded(meeting);
  const queueUrl = outputs.ReportDeadLetterQueueUrl ?? '';
  const message = {
    v: 1,
    account: fixture.simulator.credentials.accountId,
    kind: 'meeting',
    uuid: 'dead==',
    meetingId: '1',
    topic: `${person.name}'s Zoom Meeting`,
    endTime,
    reason: 'event',
    sequence: 0,
    notBefore: endTime,
  };
  await product.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
  await settle();
  await product.stack.invoke(sweep, {});
  await mirrored();
  // What never came in would be erased by nobody: each form has to stand somewhere first.
  for (const { uuid } of meetings) {
    if (!(await placesOf(marks)).has(uuid)) faults.push(`${uuid} was captured without the person`);
  }
  const exportedText = (await filesWith(join(out, 'export'))).join();
  for (const mark of marks) if (!exportedText.includes(mark)) faults.push(`${mark} came into no export`);
  const [onDisk, leftIt] = [await filesWith(dataDir), await filesWith(out)];
  if (onDisk.length === 0 || leftIt.length === 0) faults.push('the search of files finds nobody');
  notes.planted = onDisk.length + leftIt.length;
  await eraseAndSearch('without texts', []);
  await eraseAndSearch('with texts', marks);
  for (const mark of marks) {
    const inLog = product.lines.filter((line) => line.toLowerCase().includes(mark.toLowerCase())).length;
    if (inLog > 0) faults.push(`log: ${mark} ${inLog}`);
    if (told.some((event) => event.toLowerCase().includes(mark.toLowerCase()))) faults.push(`news: ${mark}`);
  }
} finally {
  await product.close();
  await fixture.close();
  await rm(dataDir, { recursive: true });
  await rm(out, { recursive: true });
}
console.log(JSON.stringify({ meetings: meetings.length, faults, notes }, undefined, 2));
process.exitCode = faults.length > 0 ? 1 : 0;

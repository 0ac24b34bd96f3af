import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowTexts } from '../../../local/simulator/rows/row.ts';
import { createRedactions } from '../../../shared/capture/redaction.ts';
import type { DatasetDescription, DatasetReading } from '../../../shared/datasets/dataset.ts';
import { descriptions, readings } from '../../../shared/datasets/datasets.ts';
import { meetingRowFields } from '../../../shared/datasets/meeting-row.ts';
import { byDataset, type Dataset, knownDatasets } from '../../../shared/domain/dataset.ts';
import { nobodyErased } from '../../../shared/domain/erasure/marks.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { pseudonymOf } from '../../../shared/domain/privacy/disguise.ts';
import { canonicalText } from '../../../shared/domain/row/content-hash.ts';
import { createDisguises } from '../../../shared/lambda/privacy.ts';
import type { LogFields } from '../../../shared/telemetry/log.ts';
import { endTime, startErasureFixture } from '../erasure/erasure-fixture.ts';

const key = 'a key of this stage with 32 characters';
/** What somebody may be told by; no two of them share a part, so that each is looked for by itself. */
const forms = {
  name: 'Zelda Quartermain',
  address: 'z.quarter@hospital.example',
  id: 'qZ4rT_uVwXyZ0123456789',
  device: 'ZELDAS-LAPTOP-77',
  phone: '+41 79 555 01 99',
  ip: '203.0.113.77',
  mac: '00:1B:44:11:3A:B7',
  text: 'please call me back after the meeting',
};
const texts = Object.values(forms);

const namesIn = (fields: string): readonly string[] => fields.split(/\s+/);

/** A row for each form, which stands in every field that the description knows, in lists and objects within it, and in one that nobody knows. */
function plantedRows(dataset: Dataset): string[] {
  const { fields, nestedFields }: DatasetReading = readings[dataset];
  return texts.map((text) => {
    const filled = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, text]));
    // Zoom keeps them in lists by their status.
    const { lists: kinds }: DatasetDescription['zoom'] = descriptions[dataset].zoom;
    const own = { ...filled(namesIn(fields)), new_field_of_zooms: text, ...kinds?.[0] };
    const lists = Object.entries(nestedFields ?? {}).map(([list, names]) => {
      const deep = namesIn(names).map((name) => [name, { bitrate: text, [text]: text, list: [text] }]);
      return [list, [filled(namesIn(names)), Object.fromEntries(deep), text]];
    });
    return JSON.stringify({ ...own, ...Object.fromEntries(lists) });
  });
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
}

test('a strict stage stores, queues, logs, shows and exports no trace of a person, whatever field Zoom names them in', async () => {
  const logged: string[] = [];
  const write = (message: string, fields?: LogFields) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const voice = () => ({
    log: { info: write, warn: write, error: write },
    record: (one: object) => void logged.push(JSON.stringify(one)),
  });
  await using fixture = await startErasureFixture({
    engine: 'embedded',
    privacy: 'strict',
    pseudonymKey: key,
    voice,
  });
  const generated = generateMeeting({ seed: 3, uuid: 'strict==', participants: 2, minutes: 2, endTime });
  const meeting = {
    ...generated,
    kind: 'webinar' as const,
    ...byDataset((dataset) => plantedRows(dataset)),
    topic: forms.name,
    hostId: forms.id,
  };
  const queued: string[] = [];
  const { send } = fixture.queue;
  fixture.queue.send = (...parts) => {
    queued.push(JSON.stringify(parts));
    send(...parts);
  };
  fixture.simulator.addMeeting(meeting);
  // As the webhook of such a stage sends it.
  fixture.end(omit(meeting, 'topic', 'hostId') as typeof meeting, knownDatasets);
  await fixture.drain();

  for (const dataset of knownDatasets) {
    expect(await fixture.store.load(meeting.uuid, dataset), dataset).toMatchObject({
      state: 'settled',
      rows: texts.length,
    });
  }
  expect(await fixture.tracesOf(texts)).toEqual([]);
  expect(await fixture.tracesOf([pseudonymOf(forms.address, key)])).not.toEqual([]);
  const sought = (where: readonly string[]) => where.filter((text) => texts.some((form) => text.includes(form)));
  expect(sought([...queued, ...fixture.queue.dead.map((one) => JSON.stringify(one))])).toEqual([]);
  expect(logged.length).toBeGreaterThan(0);
  expect(sought(logged)).toEqual([]);

  const folder = await mkdtemp(join(tmpdir(), 'strict-'));
  try {
    const day = ['--from', '2026-11-20', '--to', '2026-11-20'];
    for (const format of ['csv', 'jsonl']) {
      const exported = await fixture.cli('export', ...day, '--format', format, '--out', join(folder, format));
      expect(exported.exitCode, exported.stderr).toBe(0);
    }
    const page = await fixture.cli('page', meeting.uuid, '--out', join(folder, 'page.html'));
    expect(page.exitCode, page.stderr).toBe(0);
    const shown = [await fixture.cli('attendance', meeting.uuid), await fixture.cli('status', meeting.uuid, '--json')];
    const files = await filesIn(folder);
    expect(files.length).toBeGreaterThan(knownDatasets.length);
    expect(sought([...files, ...shown.map(({ stdout }) => stdout)])).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a strict stage stores a whole row of figures, times and words of Zoom as sent', async () => {
  await using fixture = await startErasureFixture({ privacy: 'strict', pseudonymKey: key });
  const meeting = generateMeeting({ seed: 4, uuid: 'plain==', participants: 3, minutes: 3, endTime });
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting, ['qos']);
  await fixture.drain();
  const { stdout } = await fixture.cli('rows', meeting.uuid, 'qos', '--json');
  const served = rowTexts(meeting.qos).map((text) => JSON.parse(text));
  const stored = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const samplesOf = (rows: readonly { join_time: string; user_qos: unknown }[]) =>
    rows.map(({ join_time, user_qos }) => canonicalText({ join_time, user_qos })).sort();
  expect(samplesOf(stored)).toEqual(samplesOf(served));
});

test("a strict stage stores of a meeting's row in Zoom's lists no trace of a person, whatever field names them, and its ids and figures", async () => {
  const account = {
    name: 'main',
    plan: 'pro',
    datasets: [],
    accountId: 'a',
    clientId: 'b',
    clientSecret: 'c',
  } as const;
  const redactions = createRedactions({
    erasures: async () => nobodyErased,
    disguises: createDisguises('strict', { get: async () => ({ ...account, pseudonymKey: key }) }),
    storeSecret: async () => key,
  });
  const meeting = { account: 'a', kind: 'meeting', uuid: 'strict==', meetingId: '98765432101', endTime } as const;
  for (const text of texts) {
    const row = Object.fromEntries(namesIn(`${meetingRowFields} new_field`).map((name) => [name, text]));
    const nested = { ...row, tracking_fields: [{ field: text, value: text }], feature_used: { [text]: [text] } };
    for (const planted of [row, nested]) {
      const kept = await redactions.listedRow(meeting, { source: 'history', row: planted });
      expect(JSON.stringify(kept)).not.toContain(text);
      const whole = await redactions.meeting({
        ...meeting,
        topic: text,
        hostId: text,
        listed: { source: 'history', row: planted },
      });
      expect(JSON.stringify(whole)).not.toContain(text);
    }
  }
  const plain = {
    meeting_uuid: 'strict==',
    meeting_id: 98_765_432_101,
    start_time: endTime,
    participants: 7,
    has_video: true,
  };
  expect(await redactions.listedRow(meeting, { source: 'history', row: plain })).toEqual({
    source: 'history',
    row: plain,
  });
});

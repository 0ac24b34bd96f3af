import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { datasetNamed } from '../../../shared/domain/dataset.ts';
import { isRow } from '../../../shared/domain/row/exact-json.ts';
import type { CaptureFixtureOptions } from '../../support/capture/capture-fixture.ts';
import { startCliFixture } from '../cli/cli-fixture.ts';

// Fields with the names of what every object of JavaScript has: as text, since a literal would set a prototype.
const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', 'prototype'];
const members = (value: (name: string) => string) => names.map((name) => `${JSON.stringify(name)}:${value(name)}`);
const inside = `{${members((name) => JSON.stringify(`in ${name}`)).join()}}`;
const fields = `${members(() => `{"deep":${inside}}`).join()},"plain":${inside},"list":[${inside}]`;
const singles = members((name) => JSON.stringify(`of ${name}`)).join();
const at = '"join_time":"2026-11-20T08:57:00Z","leave_time":"2026-11-20T08:58:00Z","user_id":"7","status":"in_meeting"';
const row = `{${at},"user_name":"Ada",${fields}}`;
const flatRow = `{${at},"name":"Ada",${singles}}`;
const sample = `{"date_time":"2026-11-20T08:57:00Z","audio_input":${inside},${members(() => inside).join()}}`;
const session = `{${at},"user_name":"Ada",${singles},"user_qos":[${sample},{${singles}}]}`;
const meeting = {
  ...generateMeeting({ seed: 1, participants: 1, minutes: 1, endTime: '2026-11-20T08:58:00Z', uuid: 'names==' }),
  // Two: Zoom has no report of somebody who was alone.
  participants: [row, row.replace('"user_id":"7"', '"user_id":"8"')],
  report: [flatRow],
  qos: [session],
};

/** A meeting with such rows, captured. */
async function start(options: CaptureFixtureOptions = {}) {
  const fixture = await startCliFixture(options);
  fixture.simulator.addMeeting(meeting);
  fixture.end(meeting);
  await fixture.drain();
  const rows = async (dataset: string) => {
    const { stdout, stderr } = await fixture.cli('rows', 'names==', dataset, '--json');
    return stdout.split('\n', 1)[0] || stderr;
  };
  return { ...fixture, rows, [Symbol.asyncDispose]: () => fixture.close() };
}

/** With names in one order; as entries, so that no name does anything. */
const entries = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(entries);
  if (!isRow(value)) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => [name, entries(one)]);
};
const read = (text: string) => entries(JSON.parse(text));

test('fields that have the names of what every object has are stored and printed as sent', async () => {
  await using fixture = await start();
  expect(read(await fixture.rows('participants'))).toEqual(read(row));
  expect(read(await fixture.rows('report'))).toEqual(read(flatRow));
  expect(read(await fixture.rows('qos'))).toEqual(read(session));
});

test('fields that have the names of what every object has pass through a redaction of others, or go with the unknown', async () => {
  await using kept = await start({ privacy: { all: { pseudonymize: ['user_name'] } }, pseudonymKey: 'k'.repeat(32) });
  const shown = /"p-[0-9a-f]{32}"/;
  const stored = await kept.rows('participants');
  expect(stored).toMatch(shown);
  expect(read(stored.replace(shown, '"Ada"'))).toEqual(read(row));
  await using dropped = await start({ unknownFields: 'drop' });
  for (const dataset of ['participants', 'report', 'qos']) {
    expect(await dropped.rows(dataset)).not.toMatch(/"of |"deep"/);
    const capture = await dropped.store.load('names==', datasetNamed(dataset));
    expect(capture).toMatchObject({ state: 'settled', leftOut: expect.any(Number) });
  }
});

test('fields that have the names of what every object has are in exports of each format', async () => {
  await using fixture = await start();
  await using out = await mkdtempDisposable(join(tmpdir(), 'names-'));
  const exported = async (format: string, table: string) => {
    const file = await fixture.cli(
      ...['export', '--day', '2026-11-20', '--format', format, '--out', out.path, '--datasets', table],
    );
    expect(file, file.stderr).toMatchObject({ exitCode: 0 });
    return readFile(join(out.path, `${table}/day=2026-11-20/part-00000.${format}`));
  };
  const hasAll = (text: string, prefix: string) => {
    for (const name of names) expect(text).toContain(`${JSON.stringify(name)}:${prefix}`);
  };
  for (const [table, prefix] of [
    ['participants', '{"deep":{"__proto__":"in __proto__"'],
    ['report', '"of '],
  ] as const) {
    hasAll(String(await exported('jsonl', table)), prefix);
    hasAll(String(await exported('csv', table)).replaceAll('""', '"'), prefix);
    const [first] = await parquetReadObjects({ file: new Uint8Array(await exported('parquet', table)).buffer });
    hasAll(String(first?.extra), prefix);
  }
  hasAll(String(await exported('csv', 'qos_samples')).replaceAll('""', '"'), '"of ');
});

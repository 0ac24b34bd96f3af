import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRoster, readRosterFile } from '../../../../cli/course/roster-file.ts';

const read = (text: string) =>
  readRoster(text, 'roster.csv').map(({ name, emails, ids }) => [name, emails.join(), ids.join()]);

test.each([
  ['Name,E-mail\nAda,ADA@example.com\n', [['Ada', 'ada@example.com', '']]],
  ['\ufeffemail\r\nada@example.com\r\n\r\n', [['', 'ada@example.com', '']]],
  ['Vorname;Nachname;E-Mail-Adresse\nAda;Lovelace;ada@example.com', [['Ada Lovelace', 'ada@example.com', '']]],
  [
    'First name\tLast name\tID number\tEmail address\nAda\tLovelace\ts1\tada@example.com',
    [['Ada Lovelace', 'ada@example.com', 's1']],
  ],
  ['customer_key,Full Name\nk1,"Lovelace, Ada"', [['Lovelace, Ada', '', 'k1']]],
  [
    'Student,ID,SIS Login ID,Section,Quiz (1)\n"    Points Possible",,,,10\n"Lovelace, Ada",11,ada@example.com,A,7',
    [['Lovelace, Ada', 'ada@example.com', '11']],
  ],
])('the roster %j is read', (text, people) => expect(read(text)).toEqual(people));

test.each([
  ['Seat,Grade\n1,2', 'has no column that says who somebody is'],
  ['Name\n\n', 'has nobody in it'],
  ['', 'has no column'],
  ['Name,Email\n"Ada,a@example.com', 'is no CSV'],
  ['Name,From\nAda,1.9.2026', 'a day is written as 2026-11-20'],
])('the roster %j is refused', (text, reason) => expect(() => read(text)).toThrow(reason));

test.each([
  ['UTF-8', Buffer.from('Name\nZoë\n')],
  ['UTF-16 with a mark', Buffer.from('\ufeffName\nZoë\n', 'utf16le')],
  ['the letters of Windows', Buffer.from('Name\nZoë\n', 'latin1')],
])('a file in %s is read as it was meant', async (_what, bytes) => {
  const folder = await mkdtemp(join(tmpdir(), 'roster-'));
  try {
    await writeFile(join(folder, 'roster.csv'), bytes);
    expect((await readRosterFile(join(folder, 'roster.csv'))).map(({ name }) => name)).toEqual(['Zoë']);
  } finally {
    await rm(folder, { recursive: true });
  }
});

import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import type { RosterEntry } from '../../shared/analysis/course/roster.ts';
import { isDay } from '../../shared/domain/zone/day-words.ts';
import { CliError } from '../errors.ts';
import { printable } from '../output/printable.ts';

/** Who is expected, out of a CSV file. @throws {CliError} saying what is wrong with it */
export async function readRosterFile(path: string): Promise<RosterEntry[]> {
  return readRoster(decodeText(await readFile(path)), printable(path));
}

/** Spreadsheets write UTF-8, UTF-16 with a mark, or the letters of Windows. */
function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What a column holds, by its title in small letters. The first that fits counts. */
const meanings = [
  { what: 'email', title: /\be-?mail\b|^mail$|^courriel$|^correo/ },
  { what: 'given', title: /^(first|given) ?name\(?s?\)?$|^vorname$|^prénom$/ },
  { what: 'family', title: /^(last|family|sur) ?name$|^surname$|^nachname$|^nom$/ },
  { what: 'name', title: /^((full|display|user|student|participant) ?)?name$|^student$|^participant$/ },
  { what: 'from', title: /^(from|start|since|von)$/ },
  { what: 'to', title: /^(to|until|end|bis)$/ },
  { what: 'id', title: /\bid$|^id ?number$|^idnumber$|^customer.?key$|^login$|^username$|^matrikel/ },
] as const;

type Meaning = (typeof meanings)[number]['what'];

/**
 * The persons of a roster: any CSV with a line of titles, of which some are an e-mail address, a name or an id; those of
 * Canvas and Moodle among them. What separates the columns is seen from the first line.
 * @throws {CliError} saying what is wrong with it
 */
export function readRoster(text: string, path: string): RosterEntry[] {
  const lines = parseCsv(text, path);
  const [titles = []] = lines;
  const columns = titles.map((title) => meaningOf(title));
  if (!columns.some((what) => what === 'email' || what === 'id' || what === 'name' || what === 'family')) {
    throw new CliError(
      `${path} has no column that says who somebody is: name one email, name or id (it has ${printable(titles.join(', '))}).`,
    );
  }
  const entries = lines
    .slice(1)
    // Canvas writes the points of each assignment where the first person would be.
    .filter((cells) => !cells[0]?.includes('Points Possible'))
    .map((cells): RosterEntry => readEntry(titles, columns, cells))
    .filter(({ name, emails, ids }) => name !== '' || emails.length > 0 || ids.length > 0);
  if (entries.length === 0) throw new CliError(`${path} has nobody in it: below its titles each line is a person.`);
  for (const day of entries.flatMap(({ from, to }) => [from ?? '', to ?? '']).filter(Boolean)) {
    if (!isDay(day)) throw new CliError(`${path}: a day is written as 2026-11-20, not as ${printable(day)}.`);
  }
  return entries;
}

function meaningOf(title: string): Meaning | undefined {
  const text = title.trim().toLowerCase();
  return meanings.find((one) => one.title.test(text))?.what;
}

function readEntry(
  titles: readonly string[],
  columns: readonly (Meaning | undefined)[],
  cells: readonly string[],
): RosterEntry {
  const of = (...whats: Meaning[]) =>
    columns.flatMap((what, at) => (what && whats.includes(what) ? [cells[at]?.trim() ?? ''] : [])).filter(Boolean);
  const [signs, [from], [to]] = [of('email', 'id'), of('from'), of('to')];
  return {
    name: of('name')[0] ?? [...of('given'), ...of('family')].join(' '),
    // A login is an address in many places.
    emails: [...new Set(signs.filter((sign) => sign.includes('@')).map((sign) => sign.toLowerCase()))],
    ids: [...new Set(of('id').filter((sign) => !sign.includes('@')))],
    from,
    to,
    fields: Object.fromEntries(titles.map((title, at) => [title.trim(), cells[at] ?? ''])),
  };
}

function parseCsv(text: string, path: string): string[][] {
  const [firstLine = ''] = text.split(/\r?\n/, 1);
  const counted = [',', ';', '\t'].map((separator) => ({ separator, count: firstLine.split(separator).length }));
  const delimiter = counted.reduce((most, one) => (one.count > most.count ? one : most)).separator;
  try {
    return parse(text, { bom: true, delimiter, relaxColumnCount: true, skipEmptyLines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CliError(`${path} is no CSV: ${printable(error.message)}.`);
  }
}

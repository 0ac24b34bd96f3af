import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { datasets } from '../../shared/domain/dataset.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { writeWhole } from '../../shared/operations/whole-file.ts';
import { createQueries } from '../../shared/queries/index.ts';
import { type CommandContext, note, stageDatasetsOf, storeOf, withStack } from '../command-context.ts';
import { CliError, UsageError, unknownMeeting } from '../errors.ts';
import { namedMeeting, uuidNamed } from '../named-meeting.ts';
import {
  addAccountsOption,
  addDayOptions,
  checkDays,
  chooseDays,
  type DayOptions,
  daysText,
  spanOf,
} from '../options.ts';
import { counted } from '../output/cells.ts';
import { jsonText, printable } from '../output/printable.ts';
import { print, printProse } from '../output/terminal.ts';
import type { Stack } from '../source/stack.ts';
import { noteAfter, noteWithoutSamples } from '../texts/capture-notes.ts';
import { readUuid } from '../uuid-argument.ts';

const examples = `
Examples:
  $ zoom-capture page '/bM3k0pVTL2GdZ1rY7eXqA==' --out meeting.html
  $ zoom-capture page '/bM3k0pVTL2GdZ1rY7eXqA==' --out meeting.html --local
  $ zoom-capture page --last 7d --out pages
  $ zoom-capture page --from 2026-11-01 --to 2026-11-30 --tz Europe/Zurich --out november --local

With a meeting one file; with days a folder, to be opened at its index.html: what needs attention, the meetings with a
search, a page for each, and one for each meeting id that has several, with who was in which session. The folder has the
pages of these days alone: run again, it writes what has changed, and removes the pages of other days and of what is no
longer stored. Nothing else in it is touched.

The files hold names and e-mail addresses. They load nothing, and a meeting's page runs no script: it can be mailed,
archived and printed. Times are in the zone of --tz. What is not captured yet is left out, and the page says so.`;

type PageOptions = DayOptions & {
  readonly out: string;
  readonly json?: true;
  readonly account?: readonly string[];
};

export function definePage(command: Command, context: CommandContext): void {
  command
    .argument('[meeting]', namedMeeting, readUuid)
    .requiredOption('--out <path>', 'the HTML file, or with days the folder; written anew where it is there', readPath);
  addDayOptions(command, 'a folder of those that ended');
  addAccountsOption(command)
    .option('--json', 'one line of JSON: {"out":..., "people":..., "bytes":...}; with days what was written')
    .addHelpText('after', examples)
    .action((name: string | undefined, options: PageOptions) => {
      const { day, from, to, last, account } = options;
      const hasDays = [day, from, to, last].some((one) => one !== undefined);
      if (name === undefined) checkDays(options);
      else if (hasDays || account !== undefined) {
        throw new UsageError('A meeting is one page, days are a folder of them: leave the meeting or the days out.');
      }
      return withStack(command, context, (stack, zone) => {
        const question = { options, stack, context, zone };
        return name === undefined ? writeFolder(question) : writeOne(name, question);
      });
    });
}

type PageQuestion = {
  readonly options: PageOptions;
  readonly stack: Stack;
  readonly context: CommandContext;
  readonly zone: Zone;
};

async function writeOne(name: string, { options: { out, json }, stack, context, zone }: PageQuestion): Promise<void> {
  // Other commands have no use for the charts.
  const { readMeeting } = await import('../../page/site/read-meeting.ts');
  const { renderMeetingPage } = await import('../../page/meeting-page.ts');
  const store = storeOf(stack, context);
  const uuid = await uuidNamed(name, { queries: createQueries(store), zone, context });
  const find = async () => {
    const found = await createMeetingReader(store).find(uuid);
    if (!found) throw unknownMeeting(uuid);
    return found;
  };
  const before = await find();
  const { data, counts, sessionsWithoutSamples } = await readMeeting(before, store, { now: context.now(), zone });
  await note(context, noteWithoutSamples(sessionsWithoutSamples));
  const text = await renderMeetingPage(data);
  await writeWhole(out, (partPath) => writeFile(partPath, text));
  const after = await find();
  for (const dataset of datasets) {
    const found = noteAfter(before.captures[dataset], after.captures[dataset], counts.get(dataset) ?? 0);
    if (found?.fault) throw new CliError(`The page is written, but of ${dataset}: ${found.text}`);
    if (found) await note(context, `${dataset}: ${found.text}`);
  }
  const bytes = Buffer.byteLength(text);
  if (json) return print(context.stdout, `${jsonText({ out, people: data.people.length, bytes })}\n`);
  const people = `${data.people.length.toLocaleString('en')} ${data.people.length === 1 ? 'person' : 'people'}`;
  const kilobytes = Math.ceil(bytes / 1000).toLocaleString('en');
  await printProse(context.stdout, `${printable(out)}: ${people}, ${kilobytes} kB.\n`);
}

async function writeFolder({ options, stack, context, zone }: PageQuestion): Promise<void> {
  const { writeSite } = await import('../../page/site/write-site.ts');
  const days = chooseDays(options, context.now(), zone);
  const { stdout } = context;
  const done = await writeSite(
    { dir: options.out, accounts: options.account, ended: spanOf(days, zone) },
    { store: storeOf(stack, context), datasets: stageDatasetsOf(stack), now: context.now, zone },
  );
  if (options.json) return print(stdout, `${jsonText({ out: options.out, ...done })}\n`);
  const { index, meetings, series, written, unchanged, removed } = done;
  const removedText = removed > 0 ? `, ${removed.toLocaleString('en')} removed` : '';
  await printProse(
    stdout,
    `${printable(index)}: ${counted(meetings, 'meeting')}, ${series} series ${daysText(days, zone)}. ` +
      `${counted(written, 'file')} written, ${unchanged.toLocaleString('en')} unchanged${removedText}.\n`,
  );
}

function readPath(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It is blank: name a file, or a folder.');
}

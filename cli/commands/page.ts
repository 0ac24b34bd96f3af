import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import type { QualitySummary } from '../../shared/domain/quality/summary.ts';
import type { Row } from '../../shared/domain/row.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { meetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import { readStoredRows } from '../../shared/dynamo/rows/row-reader.ts';
import { writeWhole } from '../../shared/operations/whole-file.ts';
import { createQueries } from '../../shared/queries/index.ts';
import { type CommandContext, note, storeOf, withStack } from '../command-context.ts';
import { CliError, unknownMeeting } from '../errors.ts';
import { namedMeeting, uuidNamed } from '../named-meeting.ts';
import { jsonText, printable } from '../output/printable.ts';
import { print } from '../output/terminal.ts';
import type { Stack } from '../source/stack.ts';
import { noteAfter, noteWithoutSamples } from '../texts/capture-notes.ts';
import { readUuid } from '../uuid-argument.ts';

const examples = `
Examples:
  $ zoom-capture page '/bM3k0pVTL2GdZ1rY7eXqA==' --out meeting.html
  $ zoom-capture page '/bM3k0pVTL2GdZ1rY7eXqA==' --out meeting.html --local

The file holds names and e-mail addresses. It loads nothing and runs no script: it can be mailed, archived and printed.
Times are in the zone of --tz. What is not captured yet is left out, and the page says so: write it again later.`;

export function definePage(command: Command, context: CommandContext): void {
  command
    .argument('<meeting>', namedMeeting, readUuid)
    .requiredOption('--out <file>', 'the HTML file; it is written anew when it is there', readFile)
    .option('--json', 'one line of JSON: {"out":..., "people":..., "bytes":...}')
    .addHelpText('after', examples)
    .action((name: string, options: PageOptions) =>
      withStack(command, context, (stack, zone) => writePage(name, options, { stack, context, zone })),
    );
}

type PageOptions = { readonly out: string; readonly json?: true };

async function writePage(
  name: string,
  { out, json }: PageOptions,
  { stack, context, zone }: { readonly stack: Stack; readonly context: CommandContext; readonly zone: Zone },
): Promise<void> {
  // Other commands have no use for the charts.
  const { gatherMeeting } = await import('../../page/gather-meeting.ts');
  const { renderMeetingPage } = await import('../../page/meeting-page.ts');
  const store = storeOf(stack, context);
  const uuid = await uuidNamed(name, { queries: createQueries(store), zone, context });
  const find = async () => {
    const found = await createMeetingReader(store).find(uuid);
    if (!found) throw unknownMeeting(uuid);
    return found;
  };
  const before = await find();
  const withoutSamples = new Map<Row, QualitySummary | undefined>();
  const counts = new Map<Dataset, number>();
  const now = context.now();
  const data = await gatherMeeting({
    meeting: before.meeting,
    status: meetingStatus(before, now),
    now,
    zone,
    summaryOf: (row) => withoutSamples.get(row),
    async *rows(dataset): AsyncGenerator<Row> {
      for await (const { row, notKept } of readStoredRows(uuid, dataset, store)) {
        if (notKept) withoutSamples.set(row, notKept.summary);
        counts.set(dataset, (counts.get(dataset) ?? 0) + 1);
        yield row;
      }
    },
  });
  await note(context, noteWithoutSamples(withoutSamples.size));
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
  await print(context.stdout, `${printable(out)}: ${people}, ${kilobytes} kB.\n`);
}

function readFile(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It is blank: name a file.');
}

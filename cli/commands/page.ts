import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { datasets } from '../../shared/domain/dataset.ts';
import type { Row } from '../../shared/domain/row.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { meetingStatus } from '../../shared/dynamo/meetings/meeting-status.ts';
import { readRows } from '../../shared/dynamo/rows/row-reader.ts';
import { writeWhole } from '../../shared/operations/whole-file.ts';
import { CliError } from '../cli-error.ts';
import { noteAfter } from '../completeness.ts';
import { print } from '../print.ts';
import { printable } from '../printable.ts';
import { readUuid } from '../protect-uuids.ts';
import type { Rim } from '../rim.ts';
import { unknownMeeting } from '../unknown-meeting.ts';
import { withStack } from '../with-stack.ts';

const examples = `
Examples:
  $ npm run --silent cli -- page '/bM3k0pVTL2GdZ1rY7eXqA==' --out meeting.html
  $ npm run --silent cli -- page '/bM3k0pVTL2GdZ1rY7eXqA==' --out meeting.html --local

The file holds names and e-mail addresses. It loads nothing and runs no script: it can be mailed, archived and printed.
What is not captured yet is left out, and the page says so: write it again later.`;

export function addPage(program: Command, rim: Rim): void {
  program
    .command('page')
    .description('Writes a page about one meeting: who was there when, and how good their connection was.')
    .argument('<uuid>', 'the meeting, as Zoom writes its UUID', readUuid)
    .requiredOption('--out <file>', 'the HTML file; it is written anew when it is there', readFile)
    .addHelpText('after', examples)
    .action((uuid: string, { out }: { readonly out: string }, command: Command) =>
      withStack(command, rim, async ({ dynamodb, output }) => {
        // Other commands have no use for the charts.
        const [{ gatherMeeting }, { meetingPage }] = await Promise.all([
          import('../../page/gather-meeting.ts'),
          import('../../page/meeting-page.ts'),
        ]);
        const store = { client: dynamodb, table: output('CapturesTable'), now: rim.now };
        const find = async () => {
          const found = await createMeetingReader(store).find(uuid);
          if (!found) throw unknownMeeting(uuid);
          return found;
        };
        const before = await find();
        const counts = { participants: 0, qos: 0, report: 0 };
        const now = rim.now();
        const data = await gatherMeeting({
          meeting: before.meeting,
          status: meetingStatus(before, now),
          now,
          async *rows(dataset): AsyncGenerator<Row> {
            for await (const row of readRows(uuid, dataset, store)) {
              counts[dataset] += 1;
              yield row;
            }
          },
        });
        const text = await meetingPage(data);
        await writeWhole(out, (partPath) => writeFile(partPath, text));
        const after = await find();
        for (const dataset of datasets) {
          const note = noteAfter(before.captures[dataset], after.captures[dataset], counts[dataset]);
          if (note?.fault) throw new CliError(`The page is written, but of ${dataset}: ${note.text}`);
          if (note) await print(rim.stderr, `${dataset}: ${note.text}\n`);
        }
        const people = data.people.length.toLocaleString('en');
        const kilobytes = Math.ceil(Buffer.byteLength(text) / 1000).toLocaleString('en');
        await print(
          rim.stdout,
          `${printable(out)}: ${people} ${data.people.length === 1 ? 'person' : 'people'}, ${kilobytes} kB.\n`,
        );
      }),
    );
}

function readFile(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It is blank: name a file.');
}

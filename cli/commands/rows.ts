import type { Command } from 'commander';
import type { Capture } from '../../shared/domain/capture.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import type { Row } from '../../shared/domain/row.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { readRows } from '../../shared/dynamo/rows/row-reader.ts';
import { CliError } from '../cli-error.ts';
import { noteAfter, noteBefore, whyEmpty } from '../completeness.ts';
import { readDataset } from '../dataset-argument.ts';
import { print, printAll } from '../print.ts';
import { readUuid } from '../protect-uuids.ts';
import type { Rim } from '../rim.ts';
import { rowsTable } from '../rows-table.ts';
import { unknownMeeting } from '../unknown-meeting.ts';
import { withStack } from '../with-stack.ts';

const examples = `
Examples:
  $ npm run --silent cli -- rows '/bM3k0pVTL2GdZ1rY7eXqA==' participants
  $ npm run --silent cli -- rows '/bM3k0pVTL2GdZ1rY7eXqA==' report --json > report.jsonl
  $ npm run --silent cli -- rows '/bM3k0pVTL2GdZ1rY7eXqA==' qos --json --local | jq .user_name

Without --json it shows the main columns alone. What is not complete yet is printed as far as it is, and said so.`;

export function addRows(program: Command, rim: Rim): void {
  program
    .command('rows')
    .description('The rows of one dataset of one meeting, as Zoom sent them.')
    .argument('<uuid>', 'the meeting, as Zoom writes its UUID', readUuid)
    .argument('<dataset>', datasets.join(', '), readDataset)
    .option('--json', 'one line of JSON a row: exactly the objects that Zoom returned')
    .addHelpText('after', examples)
    .action((uuid: string, dataset: Dataset, { json }: { readonly json?: true }, command: Command) =>
      withStack(command, rim, async ({ dynamodb, output }) => {
        const store = { client: dynamodb, table: output('CapturesTable'), now: rim.now };
        const { find, snapshots } = createMeetingReader(store);
        const load = async (): Promise<Capture | undefined> => {
          const [found, live] = [await find(uuid), await snapshots(uuid)];
          if (!found && Object.keys(live).length === 0) throw unknownMeeting(uuid);
          return found?.captures[dataset] ?? live[dataset];
        };
        const before = await load();
        await note(rim, noteBefore(before));
        let count = 0;
        const rows = async function* (): AsyncGenerator<Row> {
          for await (const row of readRows(uuid, dataset, store)) {
            count += 1;
            yield row;
          }
        };
        await printAll(rim.stdout, json ? jsonLines(rows()) : rowsTable(rows(), dataset));
        if (count === 0 && before?.state === 'empty') await note(rim, `There are no rows: ${whyEmpty}`);
        const after = noteAfter(before, await load(), count);
        if (after?.fault) throw new CliError(after.text);
        await note(rim, after?.text);
      }),
    );
}

async function* jsonLines(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

async function note(rim: Rim, text: string | undefined): Promise<void> {
  if (text !== undefined) await print(rim.stderr, `${text}\n`);
}

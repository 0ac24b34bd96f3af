import type { SQSClient } from '@aws-sdk/client-sqs';
import { type Command, InvalidArgumentError } from 'commander';
import { knownDatasets } from '../../shared/domain/dataset.ts';
import { shortestText } from '../../shared/domain/erasure/text-search.ts';
import { personKey } from '../../shared/domain/person-key.ts';
import { eraseFromLake, type LakeErased } from '../../shared/lake/erase-from-lake.ts';
import { createNewsQueue } from '../../shared/news/news-queue.ts';
import { type ErasedLetters, eraseFromDeadLetters } from '../../shared/operations/erase/dead-letters.ts';
import { erase, type Receipt } from '../../shared/operations/erase/erase.ts';
import { createCaptureQueue } from '../../shared/queue/capture-queue.ts';
import { createDeadLetterQueue } from '../../shared/queue/dead-letter-queue.ts';
import { type CommandContext, erasureStoreOf, withStack } from '../command-context.ts';
import { CliError, UsageError } from '../errors.ts';
import { pseudonymKeys } from '../options.ts';
import { counted } from '../output/cells.ts';
import { jsonText, printable } from '../output/printable.ts';
import { print, printProse } from '../output/terminal.ts';
import { deadLetterQueueOutput, type Stack } from '../source/stack.ts';
import { unmarked } from '../uuid-argument.ts';

type EraseOptions = {
  readonly person: string;
  readonly also?: readonly string[];
  readonly text?: readonly string[];
  readonly dryRun?: boolean;
  readonly json?: true;
};

const examples = `
Every meeting is gone through. An address leads to the one Zoom id that rows show beside it, and on to the addresses of that
id. One that rows show beside another id too leads to nobody: --dry-run names both, and --also takes them by hand. The person's rows go, also those that bear no address and no id and that attendance unites
with them within a meeting; so do host and topic of the meetings they hosted. Captures under way, later polls, a redrive and
a backfill do not bring the rows back: the Control table keeps keyed hashes of what they are known by. Meetings that end
later are captured with them. The receipt has no personal data; a run that erased nothing prints none. docs/privacy.md says what
an erasure does not reach.

Examples:
  $ zoom-capture erase --person ada@example.com --dry-run
  $ zoom-capture erase --person ada@example.com --stage prod --json > receipt.json
  $ zoom-capture erase --person ada@example.com --also KDcuGIm1QgePTO8WbOqwIQ --also a.lovelace@example.com
  $ echo ada@example.com | zoom-capture erase --person - --text 'Ada Lovelace'
  $ zoom-capture erase --person=-yCxTTTTSiw02QgCAp8uQz --local`;

export function defineErase(command: Command, context: CommandContext): void {
  command
    .requiredOption(
      '--person <email or id>',
      'an e-mail address, or a Zoom user id; - reads it from standard input',
      (text) => (text === fromInput ? text : readPerson(text)),
    )
    .option(
      '--also <email or id>',
      'more of theirs, whatever rows show of it; can be repeated',
      (text: string, before: readonly string[] = []): readonly string[] => [...before, readPerson(text)],
    )
    .option(
      '--text <text>',
      'take this text, such as a name, out of whatever holds it; can be repeated',
      (text: string, before: readonly string[] = []): readonly string[] => [...before, readText(text)],
    )
    .option('--dry-run', 'count what would go, and change nothing')
    .option('--json', 'one line of JSON: {"receipt":..., "erasedAt":..., "rows":{...},...}')
    .addHelpText('after', examples)
    .action(async ({ person: named, also = [], text: texts = [], dryRun = false, json }: EraseOptions) => {
      const person = named === fromInput ? await readPersonFrom(context) : named;
      const request = { person, also, texts, pseudonymKeys: pseudonymKeys(context), dryRun };
      return withStack(command, context, async (stack) => {
        const { sqs, optionalOutput } = stack;
        const erasedDays = new Set<string>();
        const receipt = await erase(request, { ...erasureStoreOf(stack, context), erasedDays });
        const hasLake = !dryRun && erasedDays.size > 0 && optionalOutput('LakeFunction') !== undefined;
        // The receipt is printed whatever becomes of the rest: the rows are gone.
        const [letters, lake, news] = await Promise.allSettled([
          dryRun ? undefined : eraseFromQueues(receipt, texts, stack),
          hasLake ? eraseFromLake(erasedDays, stack.invokeLake, context.sleep) : undefined,
          tellErased(receipt, sqs, optionalOutput('NewsQueueUrl')),
        ]);
        const inLake = lake.status === 'fulfilled' ? lake.value : undefined;
        const deadLetters = letters.status === 'fulfilled' ? letters.value : undefined;
        const elsewhere = { ...(deadLetters && { deadLetters }), ...(inLake && { lake: inLake }) };
        await (json
          ? print(context.stdout, `${jsonText({ ...receipt, ...elsewhere })}\n`)
          : printProse(context.stdout, receiptText(receipt, elsewhere)));
        if (letters.status === 'rejected') throw fault('Dead letters may name them still', letters.reason);
        if (lake.status === 'rejected') throw fault('The lake has them still, and follows within a day', lake.reason);
        if (news.status === 'rejected') throw fault('Nobody was told of it', news.reason);
      });
    });
}

/** Of the queues that are known: with `--table` there are none. */
async function eraseFromQueues(
  { known }: Receipt,
  texts: readonly string[],
  { sqs, optionalOutput, compact }: Stack,
): Promise<ErasedLetters> {
  const sought = [...known.ids, ...known.addresses, ...texts];
  const erased = { blanked: 0, left: 0 };
  for (const dataset of knownDatasets) {
    const queueUrl = optionalOutput(deadLetterQueueOutput(dataset));
    if (queueUrl === undefined) continue;
    const { send } = createCaptureQueue({ client: sqs, queueUrl });
    const letters = createDeadLetterQueue(sqs, queueUrl);
    const { blanked, left } = await eraseFromDeadLetters(sought, { letters, send });
    erased.blanked += blanked;
    erased.left += left;
  }
  // Last: what was deleted of tables and queues leaves the disk together.
  await compact();
  return erased;
}

const fault = (what: string, reason: unknown): CliError =>
  new CliError(`They are erased from the table. ${what}: ${reason instanceof Error ? reason.message : reason}`);

/** Says how much is gone, and not whose; nothing of a run that erased nothing. */
async function tellErased(receipt: Receipt, client: SQSClient, queueUrl: string | undefined): Promise<void> {
  const { receipt: id, erasedAt, rows, meetings } = receipt;
  if (queueUrl === undefined || id === undefined || erasedAt === undefined) return;
  const tell = createNewsQueue({ client, queueUrl });
  await tell({ v: 1, about: 'erasure', receipt: id, erasedAt, rows: { ...rows }, meetings });
}

/** In place of a person: npm and shells keep command lines. */
const fromInput = '-';

async function readPersonFrom({ readInput }: CommandContext): Promise<string> {
  const text = (await readInput?.()) ?? '';
  try {
    return readPerson(text);
  } catch (error) {
    throw error instanceof InvalidArgumentError ? new UsageError(error.message) : error;
  }
}

function readPerson(text: string): string {
  const person = personKey(unmarked(text));
  if (person === '') throw new InvalidArgumentError('It is blank: give an e-mail address or a Zoom user id.');
  // Guests have the same names, and a name would take theirs along.
  if (/\s/.test(person)) throw new InvalidArgumentError('A name tells nobody apart: give an address or an id.');
  return person;
}

function readText(text: string): string {
  if (text.trim().length >= shortestText) return text;
  throw new InvalidArgumentError(`A text of less than ${shortestText} letters stands everywhere.`);
}

/** What was done beside the tables. */
type Elsewhere = { readonly lake?: LakeErased; readonly deadLetters?: ErasedLetters };

/** The receipt for people. */
function receiptText(receipt: Receipt, { lake, deadLetters }: Elsewhere): string {
  const { dryRun, rows, sampleItems, hosted, meetings } = receipt;
  const { participants = 0, report = 0, qos = 0, ...others } = rows;
  const nothing = 'nothing is stored of them. Check the spelling, or try their Zoom user id or another address.';
  const found = [
    dryRun ? 'Would be erased:' : 'Erased:',
    `  ${counted(participants, 'row')} of participants`,
    `  ${counted(report, 'row')} of the report`,
    `  ${counted(qos, 'row')} of QoS, with ${counted(sampleItems, 'item')} of samples`,
    ...Object.entries(others).map(([dataset, number]) => `  ${counted(number, 'row')} of ${printable(dataset)}`),
    `  host and topic of ${counted(hosted, 'meeting')}`,
    `in ${counted(meetings, 'meeting')}.`,
  ];
  const lines = meetings === 0 ? [`Nothing ${dryRun ? 'would be' : 'was'} erased: ${nothing}`] : found;
  const inLake = lake
    ? [`In the lake: ${counted(lake.files, 'file')} anew, ${counted(lake.versions, 'former version')} deleted.`]
    : [];
  return `${[...lines, ...letterLines(deadLetters), ...inLake, ...personLines(receipt), afterwardsText(receipt), ...leftLines(receipt)].join('\n')}\n`;
}

function letterLines({ blanked, left }: ErasedLetters = { blanked: 0, left: 0 }): string[] {
  const taken = `Topic and host were taken out of ${counted(blanked, 'dead letter')}.`;
  const stay = `${counted(left, 'dead letter')} still hold it: they are no messages of captures; delete them in SQS.`;
  return [...(blanked > 0 ? [taken] : []), ...(left > 0 ? [stay] : [])];
}

/** Who was taken for the person, where rows have said more than the request. */
function personLines({ known, contradicted }: Receipt): string[] {
  const followed = [...known.ids, ...known.addresses].map(printable);
  const others = contradicted.map(
    ({ address, ids }) => `  ${printable(address)}, beside ${ids.map(printable).join(', ')}`,
  );
  return [
    ...(followed.length > 1 ? [`Known as ${followed.join(', ')}.`] : []),
    ...(others.length > 0
      ? [
          'Not followed, since rows show it beside another id too:',
          ...others,
          'What is theirs of these is erased with --also <id or address>.',
        ]
      : []),
  ];
}

/** Meetings that are listed; the JSON has all. */
const mostListed = 20;

/** What still holds something of theirs, and where it may come back from. */
function leftLines({ left = [], blanked = 0, recoverableUntil }: Receipt): string[] {
  const total = left.reduce((sum, { items }) => sum + items, 0);
  const lines = left
    .slice(0, mostListed)
    .map(
      ({ uuid, of, fields, items }) =>
        `  ${printable(uuid)}: ${items} of ${printable(of)}, in ${fields.map(printable).join(', ')}`,
    );
  return [
    ...(blanked > 0 ? [`The text was taken out of ${counted(blanked, 'item')}.`] : []),
    ...(total > 0 ? [`${counted(total, 'item')} of others still hold it:`, ...lines] : []),
    ...(left.length > mostListed ? [`  and ${counted(left.length - mostListed, 'more')}: see --json.`] : []),
    ...(recoverableUntil === undefined
      ? []
      : [`Point-in-time recovery may have it until ${recoverableUntil}; exports, until they are made anew.`]),
  ];
}

function afterwardsText({ dryRun, receipt, erasedAt, markedAt }: Receipt): string {
  if (markedAt !== undefined) {
    return `Marked: captures of meetings that ended before ${markedAt} store nothing of them.`;
  }
  if (dryRun) return 'Nothing was changed.';
  return `All meetings were read once more after it, and nothing more was found.\nReceipt ${receipt}, ${erasedAt}`;
}

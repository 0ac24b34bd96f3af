import { type Command, InvalidArgumentError } from 'commander';
import { personKey } from '../../shared/domain/person-key.ts';
import { erase } from '../erase/erase.ts';
import { knownAs } from '../erase/known-as.ts';
import { receiptText } from '../erase/receipt.ts';
import { print } from '../print.ts';
import { unmarked } from '../protect-uuids.ts';
import { pseudonymKeys } from '../pseudonym-keys.ts';
import type { Rim } from '../rim.ts';
import { withStack } from '../with-stack.ts';

type EraseOptions = { readonly person: string; readonly dryRun?: boolean; readonly json?: true };

const examples = `
Every meeting is looked through. The person's rows go, also those that bear no address and no id and that attendance unites
with them within a meeting; so do host and topic of the meetings they hosted. Captures under way, later looks, a redrive and
a backfill do not bring the rows back: the Control table keeps keyed hashes of what they are known by. Meetings that end
later are captured with them. The receipt has no personal data; a run that erased nothing prints none. docs/privacy.md says what
an erasure does not reach.

Examples:
  $ npm run --silent cli -- erase --person ada@example.com --dry-run
  $ npm run --silent cli -- erase --person ada@example.com --stage prod --json > receipt.json
  $ npm run --silent cli -- erase --person=-yCxTTTTSiw02QgCAp8uQz --local`;

export function addErase(program: Command, rim: Rim): void {
  program
    .command('erase')
    .description('Removes everything stored of a person, for good, and prints a receipt.')
    .requiredOption('--person <email or id>', 'an e-mail address, or a Zoom user id', readPerson)
    .option('--dry-run', 'count what would go, and change nothing')
    .option('--json', 'one line of JSON: {"receipt":...,"erasedAt":...,"rows":{...},...}')
    .addHelpText('after', examples)
    .action(({ person, dryRun = false, json }: EraseOptions, command: Command) => {
      const keys = pseudonymKeys(rim);
      return withStack(command, rim, async ({ dynamodb: client, output }) => {
        const receipt = await erase(knownAs(person, keys), dryRun, {
          hasPseudonymKeys: keys.length > 0,
          ...{ client, table: output('CapturesTable'), controlTable: output('ControlTable') },
          ...{ now: rim.now, sleep: rim.sleep, random: Math.random },
          told: (sentence) => print(rim.stderr, `${sentence}\n`),
        });
        await print(rim.stdout, json ? `${JSON.stringify(receipt)}\n` : receiptText(receipt));
      });
    });
}

function readPerson(text: string): string {
  const person = personKey(unmarked(text));
  if (person === '') throw new InvalidArgumentError('It is blank: give an e-mail address or a Zoom user id.');
  // Guests have the same names, and a name would take theirs along.
  if (/\s/.test(person)) throw new InvalidArgumentError('A name tells nobody apart: give an address or an id.');
  return person;
}

/**
 * Fills a store by the product's own item makers, asks each question of `shared/query`, and prints how long it took, how
 * many items were read for each that went into the answer, and the read units by DynamoDB's rules. Exits 1 when more than
 * 1.2 items were read per item returned. The engine is the embedded one: milliseconds are this machine's, units are not.
 *
 *     node bench/queries.ts [--meetings 2000] [--sessions 200000] [--minutes 2] [--rounds 5]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tableText } from '../cli/output/table.ts';
import { startEngines } from '../local/emulator/engines/start-engines.ts';
import { createQueries } from '../shared/queries/index.ts';
import { clientFor } from './engines/sdk-client.ts';
import { writeDirectly } from './engines/write-directly.ts';
import { failCaptures } from './fail-captures.ts';
import { storeItems } from './fill-store.ts';
import { benchQuestions } from './questions.ts';
import { watchReads } from './watch-reads.ts';

const { values } = parseArgs({
  options: {
    meetings: { type: 'string', default: '2000' },
    sessions: { type: 'string', default: '200000' },
    minutes: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
  },
});
const size = {
  meetings: Number(values.meetings),
  sessions: Number(values.sessions),
  minutes: Number(values.minutes),
};
const mostItemsRead = 1.2;

const dataDir = await mkdtemp(join(tmpdir(), 'bench-queries-'));
const table = 'Captures';
const startedAt = performance.now();
let sessions = 0;
const items = storeItems(size, (meetings, ofMeeting) => {
  sessions += ofMeeting;
  if (meetings % 100 === 0) process.stderr.write(`${meetings} of ${size.meetings} meetings\n`);
});
const filled = await writeDirectly(dataDir, table, items);
const engines = await startEngines({ dataDir, functionOf: () => undefined, instance: 'bench' });
const [client, counting] = [clientFor(engines.dynamodb.url), clientFor(engines.dynamodb.url)];
try {
  await failCaptures(client, table, size);
  const fillSeconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(
    `${size.meetings} meetings, ${sessions} sessions, ${filled} items, filled in ${fillSeconds.toFixed(0)} s\n\n`,
  );

  const reads = watchReads(client);
  const rows: string[][] = [];
  for (const { name, by, ask } of benchQuestions(createQueries({ client, table }), { client: counting, table }, size)) {
    const times: number[] = [];
    let asked = await ask();
    reads.take();
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const begunAt = performance.now();
      asked = await ask();
      times.push(performance.now() - begunAt);
    }
    const { calls, items, units } = reads.take();
    const of = (total: number) => total / times.length;
    const ratio = of(items) / (await asked.itemsReturned());
    if (!(ratio <= mostItemsRead)) process.exitCode = 1;
    const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    const numbers = [asked.answers, of(calls), of(items)].map(String);
    rows.push([name, by, median.toFixed(1), ...numbers, ratio.toFixed(2), of(units).toFixed(1)]);
  }
  const titles = ['question', 'by', 'ms', 'answers', 'calls', 'items read', 'read per returned', 'read units'];
  process.stdout.write(
    tableText(
      titles.map((title) => ({ title })),
      rows,
    ),
  );
} finally {
  client.destroy();
  counting.destroy();
  await engines.close();
  await rm(dataDir, { recursive: true });
}

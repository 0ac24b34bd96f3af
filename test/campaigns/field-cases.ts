/**
 * Cases from the field, with others of each kind, through `npm run serve` and its commands, an hour in 3.6 seconds: odd answers
 * first and good ones then, an answer that never ends, daily limits, exports, needy captures among many, a wrong account id, an
 * account without webinars. Prints a line a case; fails when one is not as it should be.
 * Usage: node test/campaigns/field-cases.ts [wrong-account] [odd-answers] [day-limits] [needy] [exports] [endless]
 */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../../local/simulator/faults/fault.ts';
import type { SimulatedMeeting } from '../../local/simulator/meeting.ts';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { startSimulator } from '../../local/simulator/simulator.ts';
import { sendEndedEvents } from '../../local/simulator/webhook-events.ts';
import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import { canonicalText } from '../../shared/domain/row/content-hash.ts';
import { createDynamoClient } from '../../shared/dynamo/dynamo-client.ts';
import { createMeetingReader } from '../../shared/dynamo/meetings/meeting-reader.ts';
import { readRows } from '../../shared/dynamo/rows/row-reader.ts';
import type { Store } from '../../shared/dynamo/store.ts';
import { fieldAnswers } from '../support/answers/field-answers.ts';
import { multiset } from '../support/histories/oracle.ts';
import { runCli, serveProduct } from '../support/product/served-product.ts';

const strangers: string[] = [];
const elsewhere = createServer((request, response) => {
  strangers.push(request.url ?? '');
  response.end();
});
await new Promise<void>((listening) => {
  elsewhere.listen(0, '127.0.0.1', listening);
});
const address = elsewhere.address();
const answers = fieldAnswers(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
const simulator = await startSimulator({ newTokenRevokesOld: false });
const { credentials } = simulator;
const folder = await mkdtemp(join(tmpdir(), 'field-cases-'));
const dataDir = join(folder, 'data');
let product = await serveProduct(simulator, dataDir);

const problems: string[] = [];
function note(name: string, wrong: readonly string[]): void {
  console.log(
    `${wrong.length === 0 ? 'as it should be' : 'WRONG'}: ${name}${wrong.map((one) => `\n    ${one}`).join('')}`,
  );
  problems.push(...wrong);
}

const cli = async (...args: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await runCli(...args, '--local', '--data-dir', dataDir);
  return `${stdout}${stderr}`;
};

let seed = 700;
async function end(changes: Partial<SimulatedMeeting> = {}, faults?: (uuid: string) => readonly Fault[]) {
  seed += 1;
  const kind = changes.kind ?? 'meeting';
  const made = generateMeeting({ seed, kind, participants: 2, minutes: 3, endTime: new Date(Date.now() - 60_000) });
  const meeting = { ...made, ...changes };
  simulator.addMeeting(meeting);
  if (faults) simulator.setFaults(faults(meeting.uuid));
  const to = { webhookUrl: product.ready.webhook, accounts: [credentials] } as const;
  const [sent] = await sendEndedEvents([meeting], to);
  if (sent?.status !== 204) note(`the event of ${meeting.uuid}`, [`was answered ${sent?.status}`]);
  return meeting;
}

const signing = { region: 'us-east-1', credentials: { accessKeyId: 'reader', secretAccessKey: 'reader' } };
async function asked<Result>(ask: (store: Store) => Promise<Result>): Promise<Result> {
  const { dynamodb, table } = product.ready;
  const client = createDynamoClient({ endpoint: dynamodb, ...signing });
  return ask({ client, table }).finally(() => client.destroy());
}
const capturesOf = (uuid: string) =>
  asked(async (store) => (await createMeetingReader(store).find(uuid))?.captures ?? {});

/** Waits until each dataset is in one of the states. @returns what is not */
async function reach(
  uuid: string,
  states: readonly string[],
  patienceMs: number,
  wanted: readonly Dataset[] = datasets,
) {
  const givesUpAt = Date.now() + patienceMs;
  for (;;) {
    const captures = await capturesOf(uuid);
    const wrong = wanted.filter((dataset) => !states.includes(captures[dataset]?.state ?? ''));
    if (wrong.length === 0) return [];
    if (Date.now() > givesUpAt) return wrong.map((dataset) => `${dataset} is ${JSON.stringify(captures[dataset])}`);
    await sleep(300);
  }
}

async function differing(uuid: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const dataset of datasets) {
    const stored = await asked((store) => Array.fromAsync(readRows(uuid, dataset, store)));
    const served = simulator.servedTexts(uuid, dataset).map((text): unknown => JSON.parse(text));
    const isSame = multiset(stored) === served.map(canonicalText).sort().join('\n');
    if (!isSame) wrong.push(`${dataset} is not exact`);
  }
  return wrong;
}

const whole = ['captured', 'settled', 'empty'];

/** The stage has another account's id; corrected, what was captured of the wrong one is said once and can be forgotten. */
async function wrongAccount(): Promise<void> {
  await product.stop();
  product = await serveProduct(simulator, dataDir, { ZOOM_ACCOUNT_ID: 'a-typing-error' });
  simulator.setFaults([{ kind: 'oauth-refused', match: { endpoint: 'oauth' } }]);
  const stray = await end({ accountId: 'a-typing-error' });
  await sleep(3_000);
  await product.stop();
  simulator.setFaults([]);
  product = await serveProduct(simulator, dataDir);
  const own = await end();
  note('a meeting after a wrong account id was corrected', await reach(own.uuid, whole, 30_000));
  const dry = await cli('forget', '--account', 'a-typing-error', '--dry-run');
  await cli('forget', '--account', 'a-typing-error', '--yes');
  const after = await cli('status', '--json');
  note('an account id that was never right is forgotten', [
    ...(after.includes(stray.uuid) ? [`it still stands in status; the dry run said: ${dry}`] : []),
    ...(after.includes(own.uuid) ? [] : ['the right meeting is gone']),
  ]);
}

/** Odd answers, then good ones. */
async function oddAnswers(): Promise<void> {
  for (const { name, fault, times } of answers) {
    const before = simulator.calls.length;
    const { uuid } = await end({}, (of) =>
      datasets.map((dataset) => ({ ...fault, times, match: { uuid: of, dataset } })),
    );
    const wrong = await reach(uuid, whole, 60_000);
    const calls = simulator.calls.length - before;
    note(`${name}, ${times} times for each dataset (${calls} calls)`, [...wrong, ...(await differing(uuid))]);
  }
  note('no call went to another host', strangers);
}

/** A day's limit that is over soon, whatever Retry-After says. */
async function dayLimits(): Promise<void> {
  for (const retryAfter of ['seconds', 'missing', 'absurd', 'iso'] as const) {
    const limit: Fault = { kind: 'rate-limit-daily', retryAfter, retryAfterSeconds: -2, forSeconds: 4 };
    const { uuid } = await end({}, () => [limit]);
    note(`a day's limit of 4 seconds, Retry-After ${retryAfter}`, await reach(uuid, whole, 60_000));
  }
}

/** Two that failed and one that is parked, before 25 good ones. */
async function needy(): Promise<void> {
  const refused = (uuid: string): Fault[] => [{ kind: 'too-old', match: { uuid } }];
  const failed = await end({}, refused);
  const failedToo = await end({}, (uuid) => [...refused(failed.uuid), ...refused(uuid)]);
  const parked = await end({}, (uuid) => [
    ...refused(failed.uuid),
    ...refused(failedToo.uuid),
    { kind: 'missing-scope', match: { uuid } },
  ]);
  for (let good = 0; good < 25; good += 1) await end();
  await reach(parked.uuid, ['parked'], 30_000);
  for (const limit of ['20', '1']) {
    const text = await cli('status', '--limit', limit);
    const missing = [failed, failedToo, parked].filter(({ uuid }) => !text.includes(uuid));
    note(
      `status --limit ${limit} names what needs a person`,
      missing.map(({ uuid }) => `${uuid} is not named`),
    );
  }
  const { code } = await runCli('status', '--exit-code', '--local', '--data-dir', dataDir);
  note('status --exit-code is 1', code === 1 ? [] : [`it was ${code}`]);
}

/** An export is written anew when a meeting of the day comes later, and not when none does. */
async function exports(): Promise<void> {
  const out = join(folder, 'export');
  const today = new Date().toISOString().slice(0, 10);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const exported = async () => {
    await cli('export', '--from', yesterday, '--to', today, '--format', 'csv', '--out', out);
    const files = (await readdir(out, { recursive: true })).filter((name) => /^report.*csv$/.test(name));
    const texts = await Promise.all(files.map(async (name) => readFile(join(out, name), 'utf8')));
    const times = await Promise.all(files.map(async (name) => (await stat(join(out, name))).mtimeMs));
    return { text: texts.join(''), times: times.join() };
  };
  await exported();
  const late = await end();
  const lateWrong = await reach(late.uuid, ['settled'], 120_000);
  const [second, third] = [await exported(), await exported()];
  note('an export has the meeting that came after the last one', [
    ...lateWrong,
    ...(second.text.includes(late.uuid) ? [] : ['it has not']),
  ]);
  note(
    'an export leaves files that nothing has changed',
    second.times === third.times ? [] : ['they were written again'],
  );
}

/** A day in 86 seconds, and the end has the story. 11: an account that may not ask for webinars. */
async function endless(): Promise<void> {
  const odd: Fault = {
    kind: 'answer',
    status: 403,
    headers: { 'Content-Type': 'text/html' },
    body: '<title>Access denied</title>',
  };
  const unknown: Fault = {
    kind: 'answer',
    status: 400,
    body: { code: 3000, message: 'Cannot access meeting information.' },
  };
  const never = await end();
  const webinar = await end({ kind: 'webinar' }, (uuid) => [
    { ...odd, match: { uuid: never.uuid, dataset: 'report' } },
    { ...unknown, match: { uuid: never.uuid, dataset: 'participants' } },
    { kind: 'no-permission', match: { uuid } },
  ]);
  const beside = await end();
  note('webinars alone are parked without the add-on', [
    ...(await reach(webinar.uuid, ['parked'], 30_000)),
    ...(await reach(beside.uuid, whole, 30_000)),
  ]);
  const last = await reach(never.uuid, ['failed'], 200_000, ['report', 'participants']);
  const words = await cli('meeting', never.uuid);
  note('an answer that never ends fails after a day, with its story', [
    ...last,
    ...(words.includes('It sent text/html: Access denied') ? [] : [`no story in: ${words}`]),
    ...(words.includes('code 3000') ? [] : ['no code 3000']),
  ]);
  await product.stop();
  simulator.setFaults([]);
  product = await serveProduct(simulator, dataDir, { ZOOM_KINDS: 'meeting' });
  const [left, kept] = [await end({ kind: 'webinar' }), await end()];
  note('webinars are left out by a setting, and meetings are not', [
    ...(await reach(kept.uuid, whole, 30_000)),
    ...(Object.keys(await capturesOf(left.uuid)).length === 0 ? [] : ['the webinar is known']),
  ]);
}

const cases: Readonly<Record<string, () => Promise<void>>> = {
  'wrong-account': wrongAccount,
  'odd-answers': oddAnswers,
  'day-limits': dayLimits,
  needy,
  exports,
  endless,
};
const named = process.argv.slice(2);
for (const [name, play] of Object.entries(cases)) if (named.length === 0 || named.includes(name)) await play();

await product.stop();
await simulator.close();
elsewhere.close();
await rm(folder, { recursive: true, force: true });
console.log(problems.length === 0 ? 'All as they should be.' : `${problems.length} things are wrong.`);
process.exitCode = problems.length === 0 ? 0 : 1;

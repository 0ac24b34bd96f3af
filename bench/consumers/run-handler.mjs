/**
 * Imports the bundle of its first argument, as Lambda would, and hands it the events of the second, a file, one after the other. Says on
 * its fourth stream when the first was answered, and at the end the processor time of each beyond the warm-up; stdout has the
 * handler's log. Plain JavaScript: stripping types would count as its start.
 */
import { readFileSync, writeSync } from 'node:fs';

const [, , bundle, eventsFile, warmUps] = process.argv;
const events = JSON.parse(readFileSync(eventsFile, 'utf8'));
const { handler } = await import(bundle);
const context = { getRemainingTimeInMillis: () => 10_000, awsRequestId: 'request', functionName: 'webhook' };
let from;
for (const [index, event] of events.entries()) {
  if (index === Number(warmUps)) from = process.cpuUsage();
  const { statusCode } = await handler(event, context);
  if (statusCode !== 204) throw new Error(`An event was answered with ${statusCode}.`);
  if (index === 0) writeSync(3, 'answered\n');
}
if (from !== undefined) {
  const { user, system } = process.cpuUsage(from);
  writeSync(3, `${(user + system) / 1_000 / (events.length - Number(warmUps))}\n`);
}
process.exit(0);

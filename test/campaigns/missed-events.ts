import { missEvents } from '../support/capture/missed-events.ts';

/** `node test/campaigns/missed-events.ts [meetings] [seed]`: events lost, doubled and refused for hours, then one sweep. */
const [meetings = 500, seed = 1] = process.argv.slice(2).map(Number);
const startedAt = Date.now();
const { wrong, ...found } = await missEvents({ meetings, seed, lost: 0.3, duplicated: 0.2 });
console.log(JSON.stringify({ ...found, wrong: wrong.length, seconds: Math.round((Date.now() - startedAt) / 1_000) }));
for (const line of wrong.slice(0, 20)) console.error(line);
if (wrong.length > 0 || found.gap !== found.lost) process.exitCode = 1;

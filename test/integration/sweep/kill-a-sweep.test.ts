import { expect, test } from 'vitest';
import { datasets } from '../../../shared/domain/dataset.ts';
import type { Kill } from '../../support/capture/killer.ts';
import { hour, rig, settled } from './sweep-rig.ts';

/** Every so many of the effects is one to be killed at; 1 is every one, as the campaign has it. */
const stride = Number(process.env.KILL_STRIDE ?? 9);

/** Two pages: one meeting is known by its event, two are not. */
async function sweepWith(it: Awaited<ReturnType<typeof rig>>, kills: readonly Kill[]) {
  const { fixture, sweep } = it;
  // The last round's meetings are out of sight, but for the overlap.
  fixture.advance(50 * hour);
  const [known, lost] = [it.ended(4), it.ended(3)];
  fixture.end(known);
  await fixture.drain({ atOnce: 10 });
  const late = it.ended(2.9);
  const [missedBefore, callsBefore] = [sweep.sum('MissedEvents'), fixture.simulator.calls.length];
  await sweep.tick({ kills });
  const effects = [...sweep.effects()];
  for (let ticks = 0; ticks < 2; ticks += 1) {
    fixture.advance(5 * 60_000);
    await sweep.tick();
  }
  await fixture.drain({ atOnce: 10 });
  const pages = fixture.simulator.calls.slice(callsBefore).filter(({ dataset }) => dataset !== undefined);
  // An alarm may be told twice, but not never.
  expect(sweep.sum('MissedEvents') - missedBefore).toBeGreaterThanOrEqual(2);
  return {
    effects,
    result: {
      states: await Promise.all([known, lost, late].map(({ uuid }) => it.states(uuid))),
      missed: (await sweep.state())?.last?.tally.missed,
      asked: pages.length,
      dead: fixture.queue.dead.length,
    },
  };
}

test('a sweep killed before or after any effect skips nothing and has nothing captured twice', async () => {
  await using it = await rig({ timeScale: 0.001, listPageSize: 2 });
  const whole = await sweepWith(it, []);
  const right = { states: [settled, settled, settled], missed: 2, dead: 0 };
  expect(whole.result).toMatchObject(right);
  expect(whole.effects.length).toBeGreaterThan(25);
  expect(whole.effects.filter((name) => name === 'send')).toHaveLength(2 * datasets.length);
  for (let kill = 0; kill < whole.effects.length * 2; kill += stride) {
    const at = { effect: Math.floor(kill / 2), when: kill % 2 === 0 ? 'before' : 'after' } as const;
    const killed = await sweepWith(it, [at]);
    expect(killed.result, `${at.when} effect ${at.effect} (${whole.effects[at.effect]})`).toEqual(whole.result);
  }
}, 600_000);

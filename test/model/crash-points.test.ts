import { describe, expect, test } from 'vitest';
import { isFinal } from '../../shared/domain/capture/capture.ts';
import { edges } from '../../shared/domain/capture/capture-edges.ts';
import { type EdgeHistory, edgeHistories, leftOutHistory } from '../support/histories/edge-histories.ts';
import type { Accident, History } from '../support/histories/history.ts';
import { type End, Stage } from '../support/histories/stage.ts';

/** Every so many of the accidents is one that happens; 1 is every one, as histories of few effects have it anyway. */
const stride = Number(process.env.CRASH_STRIDE ?? 37);
const fewEffects = 45;
const minute = 60_000;

const accidents: readonly Omit<Accident, 'effect'>[] = [
  { what: 'die-before', ms: 0 },
  { what: 'die-after', ms: 0 },
  { what: 'error', ms: 0 },
  { what: 'lost', ms: 0 },
  { what: 'silence', ms: 0 },
  { what: 'freeze', ms: 13 * minute },
  { what: 'freeze', ms: 120 * minute },
];

async function play(history: History) {
  const stage = new Stage(history);
  return { ...(await stage.play()), effectNames: stage.effectNames };
}

const endText = (ends: readonly End[]): string =>
  ends.map(({ dataset, state, isDead }) => `${dataset} ${state}${isDead ? ' with a dead letter' : ''}`).join(', ');

/** What differs from the history without an accident, one line for each accident that changes the end. */
async function findChangedEnds({ history }: EdgeHistory, offset: number): Promise<string[]> {
  const calm = await play(history);
  const points = calm.effectNames.flatMap((name, effect) => accidents.map((accident) => ({ name, effect, accident })));
  const every = calm.effectNames.length <= fewEffects ? 1 : stride;
  const wrong: string[] = [];
  for (const { name, effect, accident } of points.filter((_, at) => (at + offset) % every === 0)) {
    const { lie, ends } = await play({ ...history, accidents: [{ ...accident, effect }] });
    const sameRows = ends.every(({ rows }, at) => rows === calm.ends[at]?.rows);
    const point = `${accident.what} ${accident.ms / minute} min at effect ${effect}, ${name}`;
    if (lie !== undefined) wrong.push(`${point}: ${lie}`);
    else if (endText(ends) !== endText(calm.ends)) wrong.push(`${point}: ${endText(ends)}, not ${endText(calm.ends)}`);
    else if (!sameRows) wrong.push(`${point}: other rows.`);
  }
  return wrong;
}

describe('a worker that dies, fails, waits in vain or freezes at any effect changes no end', () => {
  for (const [offset, edgeHistory] of edgeHistories.entries()) {
    test(`of ${edgeHistory.name}`, async () => {
      expect(await findChangedEnds(edgeHistory, offset)).toEqual([]);
    }, 1_800_000);
  }
});

test.each(['leave-out', 'take-away'] as const)(
  'a worker that dies, fails, waits in vain or freezes at any effect makes no lie of what settings end: %s',
  async (what) => {
    const leftOut = leftOutHistory(what);
    const calm = await play(leftOut);
    expect(calm.ends.map(({ state }) => state).sort()).toEqual([
      ...(['failed', 'failed', 'settled', 'settled', 'unavailable', 'unavailable'] as const),
    ]);
    const points = calm.effectNames.flatMap((_, effect) => accidents.map((accident) => ({ ...accident, effect })));
    for (const accident of points.filter((_, at) => at % stride === 0)) {
      const { lie, ends } = await play({ ...leftOut, accidents: [accident] });
      expect(lie, JSON.stringify(accident)).toBeUndefined();
      expect(ends.filter(({ state }) => state !== 'gone' && !isFinal(state))).toEqual([]);
    }
  },
  600_000,
);

test('the histories in which a worker is stopped take every edge of the state machine, and none of them ends in a lie', async () => {
  const taken = new Set<string>();
  for (const { name, history } of [...edgeHistories, { name: 'left out', history: leftOutHistory('leave-out') }]) {
    const { lie, arrows } = await play(history);
    expect(lie, name).toBeUndefined();
    for (const arrow of arrows.keys()) taken.add(arrow.slice(arrow.indexOf(': ') + 2));
  }
  expect(Object.keys(edges).filter((edge) => !taken.has(edge))).toEqual([]);
});

import { expect, test } from 'vitest';
import { type Capture, isFinal } from '../../shared/domain/capture/capture.ts';
import { edgeHistories } from '../support/histories/edge-histories.ts';
import type { Accident, History } from '../support/histories/history.ts';
import { Stage } from '../support/histories/stage.ts';

/** Every so many of the accidents is one that happens; 1 is every one. */
const stride = Number(process.env.CRASH_STRIDE ?? 7);

const accidents: readonly Omit<Accident, 'effect'>[] = [
  { what: 'die-before', ms: 0 },
  { what: 'die-after', ms: 0 },
  { what: 'error', ms: 0 },
  { what: 'lost', ms: 0 },
];

const nameOf = ({ uuid, dataset }: Pick<Capture, 'uuid' | 'dataset'>) => `${dataset} of ${uuid}`;

/** The captures of which nobody was told after they had become what they are. */
async function play(history: History) {
  const heard = new Map<string, string[]>();
  const hearNews = (stored: Capture) => {
    heard.set(nameOf(stored), [...(heard.get(nameOf(stored)) ?? []), stored.state]);
  };
  const stage = new Stage(history, { hearNews });
  const { ends, lie } = await stage.play();
  const untold = ends.filter((end) => {
    const { state } = end;
    const isNews = state === 'captured' || state === 'parked' || (state !== 'gone' && isFinal(state));
    return isNews && !heard.get(nameOf(end))?.includes(state);
  });
  return { lie, heard, effectNames: stage.effectNames, untold: untold.map((end) => `${nameOf(end)} is ${end.state}`) };
}

const histories = edgeHistories.map(({ name, history }) => [name, history] as const);

test.each(histories)(
  'news of what %s came to are told at least once, whatever befalls a worker',
  async (_, history) => {
    const calm = await play(history);
    expect(calm.untold).toEqual([]);
    const points = calm.effectNames.flatMap((name, effect) =>
      accidents.map((accident) => ({ name, effect, accident })),
    );
    // What befalls a worker elsewhere is told of as the capture is then: crash-points.test.ts has it.
    const near = points.filter(
      ({ name, effect }) => name === 'tell-news' || calm.effectNames[effect + 1] === 'tell-news',
    );
    expect(near.length).toBeGreaterThan(0);
    const chosen = near.filter((_point, at) => at % stride === 0);
    const wrong: string[] = [];
    for (const { name, effect, accident } of chosen) {
      const { untold, lie } = await play({ ...history, accidents: [{ ...accident, effect }] });
      wrong.push(
        ...[...untold, ...(lie ? [lie] : [])].map((text) => `${accident.what} at ${effect}, ${name}: ${text}`),
      );
    }
    expect(wrong).toEqual([]);
  },
  600_000,
);

test('a capture that settles in a quiet history is told of twice, when it has rows and when it is final', async () => {
  const quiet = edgeHistories.find(({ history }) => history.accidents.length === 0 && history.happenings.length === 0);
  if (!quiet) throw new Error('No history is quiet.');
  const { heard } = await play(quiet.history);
  for (const states of heard.values()) expect(states.length).toBeLessThanOrEqual(2);
  expect([...heard.values()].flat()).toContain('settled');
});

test('where nobody can ever be told, captures settle all the same, and no message is a dead letter', async () => {
  const hearNews = () => {
    throw new Error('Nobody hears.');
  };
  for (const { name, history } of edgeHistories
    .filter(({ history: { snapshots } }) => snapshots.length === 0)
    .slice(0, 3)) {
    const calm = await new Stage(history).play();
    const { ends } = await new Stage(history, { hearNews }).play();
    const shown = (list: typeof ends) =>
      list.map(({ dataset, state, rows, isDead }) => ({ dataset, state, rows, isDead }));
    expect(shown(ends), name).toEqual(shown(calm.ends));
  }
});

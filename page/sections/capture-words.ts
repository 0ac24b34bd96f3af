import type { DatasetStatus } from '../../shared/dynamo/meetings/meeting-status.ts';

export type Standing = 'good' | 'open' | 'bad';

type Words = { readonly standing: Standing; readonly text: string };

const words: Readonly<Record<DatasetStatus['state'], Words>> = {
  settled: { standing: 'good', text: 'complete; Zoom is not asked again' },
  captured: { standing: 'good', text: 'all of the last look is stored; Zoom is asked again' },
  empty: { standing: 'good', text: 'Zoom has none, and rightly so' },
  waiting: { standing: 'open', text: 'the next look is planned' },
  running: { standing: 'open', text: 'a look is under way' },
  unregistered: { standing: 'open', text: 'not taken up yet' },
  parked: { standing: 'bad', text: 'held up by the Zoom account' },
  unavailable: { standing: 'bad', text: 'Zoom never had it' },
  live: { standing: 'open', text: 'a snapshot, taken while it ran; the capture after its end replaces it' },
  failed: { standing: 'bad', text: 'it failed for good' },
};

/** How well a dataset is, and its state in words. What needs somebody's advice is not good, whatever its state. */
export function standingOf({ state, advice, lastError }: DatasetStatus): Words {
  const { standing, text } = words[state];
  return standing === 'good' && advice !== undefined && lastError === undefined
    ? { standing: 'open', text }
    : { standing, text };
}

/** The words of our own for a dataset. */
export const datasetText = { participants: 'Participants', qos: 'Quality of service', report: 'Report' } as const;

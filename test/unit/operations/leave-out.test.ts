import { expect, test } from 'vitest';
import type { CapturedParts } from '../../../shared/domain/account/captured-parts.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import { settingsWithout } from '../../../shared/operations/doctor/leave-out.ts';

const all = ['participants', 'qos', 'report'] as const;
const of = (kind: Kind, ...datasets: Dataset[]) => datasets.map((dataset) => ({ kind, dataset }));

test.each<[string, CapturedParts, ReturnType<typeof of>, string | undefined]>([
  ['no webinar add-on', { datasets: all }, of('webinar', ...all), "kinds: ['meeting']"],
  [
    'no dashboard',
    { datasets: all },
    [...of('meeting', 'participants', 'qos'), ...of('webinar', 'participants', 'qos')],
    "datasets: ['report']",
  ],
  [
    'no dashboard of webinars',
    { datasets: all },
    of('webinar', 'participants', 'qos'),
    "kinds: { participants: ['meeting'], qos: ['meeting'] }",
  ],
  [
    'no webinars, and one dataset',
    { datasets: ['report'] },
    of('webinar', 'report'),
    "datasets: ['report'], kinds: ['meeting']",
  ],
  [
    'one more beside what is left out already',
    { datasets: all, kinds: { qos: ['meeting'] } },
    of('webinar', 'participants'),
    "kinds: { participants: ['meeting'], qos: ['meeting'] }",
  ],
  [
    'the rest of a kind',
    { datasets: all, kinds: { qos: ['meeting'] } },
    of('webinar', 'participants', 'report'),
    "kinds: ['meeting']",
  ],
  [
    'meetings of one dataset and webinars of another',
    { datasets: all },
    [...of('meeting', 'qos'), ...of('webinar', 'report')],
    "kinds: { qos: ['webinar'], report: ['meeting'] }",
  ],
  ['everything', { datasets: all }, [...of('meeting', ...all), ...of('webinar', ...all)], undefined],
])('the settings for %s leave out that and nothing else', (_what, parts, leftOut, settings) => {
  expect(settingsWithout(parts, leftOut)).toBe(settings);
});

import { expect, test } from 'vitest';
import type { Kind, ListType } from '../../../shared/domain/meeting/kind.ts';
import { detailsPath, detailsRequests } from '../../../shared/zoom/lists/meeting-details.ts';

const paths = (wanted: { kind?: Kind; type?: ListType }) => detailsRequests('/a==', wanted).map(detailsPath);

const metrics = (kind: Kind, type: ListType) => `/metrics/${kind}s/%252Fa%253D%253D?type=${type}`;
const report = (kind: Kind) => `/report/${kind}s/%252Fa%253D%253D`;

test.each<[string, { kind?: Kind; type?: ListType }, string[]]>([
  [
    'an ended meeting or webinar',
    {},
    [
      metrics('meeting', 'past'),
      metrics('meeting', 'pastOne'),
      metrics('webinar', 'past'),
      report('meeting'),
      report('webinar'),
    ],
  ],
  [
    'an ended meeting',
    { kind: 'meeting' },
    [metrics('meeting', 'past'), metrics('meeting', 'pastOne'), report('meeting')],
  ],
  ['an ended webinar', { kind: 'webinar' }, [metrics('webinar', 'past'), report('webinar')]],
  ['a meeting of one', { type: 'pastOne' }, [metrics('meeting', 'pastOne'), report('meeting'), report('webinar')]],
  ['what runs', { type: 'live' }, [metrics('meeting', 'live'), metrics('webinar', 'live')]],
  ['a running webinar', { kind: 'webinar', type: 'live' }, [metrics('webinar', 'live')]],
])('%s is looked for on the dashboard first, then in the report, which has no type', (_what, wanted, expected) => {
  expect(paths(wanted)).toEqual(expected);
});

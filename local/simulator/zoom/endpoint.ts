import type { Dataset, Kind } from '../../../shared/domain/dataset.ts';
import type { RateLabel } from './rate-plan.ts';

export const endpointNames = [
  'metrics-meeting-participants',
  'metrics-meeting-qos',
  'metrics-webinar-participants',
  'metrics-webinar-qos',
  'report-meeting-participants',
  'report-webinar-participants',
] as const;

export type Endpoint = {
  readonly name: (typeof endpointNames)[number];
  readonly kind: Kind;
  readonly dataset: Dataset;
  readonly label: RateLabel;
  /** The values `type` may have; the first is the default. Empty: there is no such parameter, always the past. */
  readonly types: readonly string[];
  readonly defaultPageSize: number;
  readonly maximumPageSize: number;
  /** Whether `include_fields=registrant_id` is known here. */
  readonly registrants: boolean;
  /** Any one of them will do: the granular scope, then the classic ones. */
  readonly scopes: readonly [string, ...string[]];
};

type Shape = Pick<Endpoint, 'dataset' | 'types' | 'defaultPageSize' | 'maximumPageSize' | 'registrants'>;
const past = ['live', 'past'];
const participants: Shape = {
  dataset: 'participants',
  types: past,
  defaultPageSize: 30,
  maximumPageSize: 300,
  registrants: true,
};
const qos: Shape = { dataset: 'qos', types: past, defaultPageSize: 1, maximumPageSize: 10, registrants: false };
const report: Shape = { ...participants, dataset: 'report', types: [] };

const dashboardScopes = (granular: string, kind: Kind): [string, ...string[]] => [
  `dashboard:read:${granular}:admin`,
  `dashboard_${kind}s:read:admin`,
  'dashboard:read:admin',
];
const reportScopes = (granular: string): [string, ...string[]] => [
  `report:read:${granular}:admin`,
  'report:read:admin',
];

/** The endpoints of API version 2 that are simulated, by the path that follows `/v2`, `*` being the meeting. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  [
    'metrics/meetings/*/participants',
    {
      name: 'metrics-meeting-participants',
      kind: 'meeting',
      label: 'Heavy',
      ...participants,
      types: [...past, 'pastOne'],
      scopes: dashboardScopes('list_meeting_participants', 'meeting'),
    },
  ],
  [
    'metrics/meetings/*/participants/qos',
    {
      name: 'metrics-meeting-qos',
      kind: 'meeting',
      label: 'Heavy',
      ...qos,
      scopes: dashboardScopes('list_meeting_participants_qos', 'meeting'),
    },
  ],
  [
    'metrics/webinars/*/participants',
    {
      name: 'metrics-webinar-participants',
      kind: 'webinar',
      label: 'Heavy',
      ...participants,
      scopes: dashboardScopes('list_webinar_participants', 'webinar'),
    },
  ],
  [
    'metrics/webinars/*/participants/qos',
    {
      name: 'metrics-webinar-qos',
      kind: 'webinar',
      label: 'Heavy',
      ...qos,
      scopes: dashboardScopes('list_webinar_participants_qos', 'webinar'),
    },
  ],
  [
    'report/meetings/*/participants',
    {
      name: 'report-meeting-participants',
      kind: 'meeting',
      label: 'Heavy',
      ...report,
      scopes: reportScopes('list_meeting_participants'),
    },
  ],
  [
    'report/webinars/*/participants',
    {
      name: 'report-webinar-participants',
      kind: 'webinar',
      label: 'Heavy',
      ...report,
      scopes: reportScopes('list_webinar_participants'),
    },
  ],
]);

export const allScopes: readonly string[] = [...endpoints.values()].map((endpoint) => endpoint.scopes[0]);

/**
 * The endpoint of a raw, still encoded path such as `/v2/report/meetings/4444AAAi%3D%3D/participants`. A `/` that is not
 * encoded splits the path, so that a raw UUID with one leads nowhere, as on Zoom's side.
 */
export function findEndpoint(rawPath: string): { endpoint: Endpoint; rawId: string } | undefined {
  const [root, version, area, kinds, rawId, ...rest] = rawPath.split('/');
  if (root !== '' || version !== 'v2' || rawId === undefined || rawId === '') return undefined;
  const endpoint = endpoints.get([area, kinds, '*', ...rest].join('/'));
  return endpoint === undefined ? undefined : { endpoint, rawId };
}

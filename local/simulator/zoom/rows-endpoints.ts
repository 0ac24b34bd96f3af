import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import { dashboardScopes, dashboardTypes, plannedScopes, type RowsEndpoint, reportScopes } from './endpoint.ts';

const participants = (kind: Kind): RowsEndpoint => ({
  name: `metrics-${kind}-participants`,
  label: 'Heavy',
  area: 'dashboard',
  types: dashboardTypes(kind),
  scopes: dashboardScopes(`list_${kind}_participants`, kind),
  answers: 'rows',
  list: 'participants',
  kind,
  dataset: 'participants',
  items: 'participants',
  pageSize: { usual: 30, largest: 300 },
  registrants: true,
});

const qos = (kind: Kind): RowsEndpoint => ({
  name: `metrics-${kind}-qos`,
  label: 'Heavy',
  area: 'dashboard',
  types: ['live', 'past'],
  scopes: dashboardScopes(`list_${kind}_participants_qos`, kind),
  answers: 'rows',
  list: 'participants/qos',
  kind,
  dataset: 'qos',
  items: 'participants',
  pageSize: { usual: 1, largest: 10 },
  registrants: false,
});

const report = (kind: Kind): RowsEndpoint => ({
  name: `report-${kind}-participants`,
  label: 'Heavy',
  area: 'report',
  types: [],
  scopes: reportScopes(`list_${kind}_participants`),
  answers: 'rows',
  list: 'participants',
  kind,
  dataset: 'report',
  items: 'participants',
  pageSize: { usual: 30, largest: 300 },
  registrants: true,
});

const registrants = (kind: Kind): RowsEndpoint => ({
  name: `${kind}-registrants`,
  label: 'Medium',
  area: 'planned',
  types: [],
  scopes: plannedScopes('list_registrants', kind),
  answers: 'rows',
  list: 'registrants',
  kind,
  dataset: 'registrants',
  items: 'registrants',
  pageSize: { usual: 30, largest: 300 },
  registrants: false,
  statuses: ['approved', 'pending', 'denied'],
});

/** A report of what people said, which comes at once. */
const reportOf = (
  dataset: 'polls' | 'qa' | 'survey',
  kind: Kind,
  { scope, ...answer }: Pick<RowsEndpoint, 'items' | 'around'> & { readonly scope: string },
): RowsEndpoint => ({
  name: `report-${kind}-${dataset}`,
  label: 'Heavy',
  area: 'report',
  types: [],
  scopes: reportScopes(scope),
  answers: 'rows',
  list: dataset,
  kind,
  dataset,
  registrants: false,
  ...answer,
});

const aroundQuestions: RowsEndpoint['around'] = ({ uuid, meetingId, startTime }) => ({
  uuid,
  id: Number(meetingId),
  start_time: startTime,
});

const polls = (kind: Kind): RowsEndpoint =>
  reportOf('polls', kind, { scope: `list_${kind}_polls`, items: 'questions', around: aroundQuestions });

const qa = (kind: Kind): RowsEndpoint =>
  reportOf('qa', kind, { scope: `${kind}_qna`, items: 'questions', around: aroundQuestions });

const survey = (kind: Kind): RowsEndpoint =>
  reportOf('survey', kind, {
    scope: `${kind}_survey`,
    items: 'survey_answers',
    around: ({ uuid, meetingId, startTime }) => ({
      [`${kind}_uuid`]: uuid,
      [`${kind}_id`]: Number(meetingId),
      start_time: startTime,
      survey_id: '8SFHRTGH',
      survey_name: 'Survey',
    }),
  });

/** Webinars alone have it. */
const absentees = (): RowsEndpoint => ({
  name: 'past-webinar-absentees',
  label: 'Heavy',
  area: 'past',
  types: [],
  scopes: plannedScopes('list_absentees', 'webinar'),
  answers: 'rows',
  list: 'absentees',
  kind: 'webinar',
  dataset: 'absentees',
  items: 'registrants',
  pageSize: { usual: 30, largest: 300 },
  registrants: false,
});

/** Written anew from Zoom's documentation, not taken from the product, so that a wrong path there is found here. */
export const rowsEndpoints: Readonly<Record<Dataset, (kind: Kind) => RowsEndpoint>> = {
  participants,
  qos,
  report,
  registrants,
  polls,
  qa,
  survey,
  absentees,
};

import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { Kind } from '../../../shared/domain/kind.ts';
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
  defaultPageSize: 30,
  maximumPageSize: 300,
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
  defaultPageSize: 1,
  maximumPageSize: 10,
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
  defaultPageSize: 30,
  maximumPageSize: 300,
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
  defaultPageSize: 30,
  maximumPageSize: 300,
  registrants: false,
  statuses: ['approved', 'pending', 'denied'],
});

/** Written anew from Zoom's documentation, not taken from the product, so that a wrong path there is found here. */
export const rowsEndpoints: Readonly<Record<Dataset, (kind: Kind) => RowsEndpoint>> = {
  participants,
  qos,
  report,
  registrants,
};

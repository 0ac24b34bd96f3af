import type { Dataset, Kind } from '../../shared/domain/dataset.ts';
import type { NeededScope } from '../../shared/zoom/scopes.ts';

// What to click in Zoom.

export const credentialsTodo =
  'In the Zoom App Marketplace: Manage → your app → App Credentials. Compare account id, client id and client secret with ' +
  'the secret, and see under Activation that the app is activated.';

export const troubleTodo = 'Try again in a minute; if it stays so, see https://status.zoom.us.';

export const scopeTodo = ({ granular, classic }: NeededScope): string =>
  `In the Zoom App Marketplace: Manage → your app → Scopes → Add Scopes, choose ${granular} (in an app with classic scopes ` +
  `${classic[0]}), and activate the app again.`;

export const planTodo = (kind: Kind, dataset: Dataset): string =>
  dataset === 'report'
    ? `Reports take a Pro plan or above${addOn(kind)}, and an app made by somebody whose role may read them (zoom.us → User Management → Roles → Reports).`
    : `The dashboard takes a Business plan or above${addOn(kind)}: zoom.us → Admin → Dashboard must open. Else leave it out: datasets: ['report'] for this account in infra/stages.ts.`;

const addOn = (kind: Kind) => (kind === 'webinar' ? ' with the webinar add-on' : '');

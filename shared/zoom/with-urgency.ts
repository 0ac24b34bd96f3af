import type { Urgency } from './call-budget.ts';
import type { ZoomClient } from './client.ts';

/** A client whose calls are all as urgent as this. */
export const withUrgency = (zoom: ZoomClient, urgency: Urgency): ZoomClient => ({
  page: (request) => zoom.page(request, urgency),
  list: (request) => zoom.list(request, urgency),
  details: (request) => zoom.details(request, urgency),
  subAccounts: (pageToken) => zoom.subAccounts(pageToken, urgency),
  heldUntil: () => zoom.heldUntil(urgency),
});

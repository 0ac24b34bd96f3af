import type { Reason } from '../domain/capture-message.ts';
import { urgencyOf } from '../domain/day-reserve.ts';
import { withUrgency } from '../zoom/with-urgency.ts';
import type { World } from './world.ts';

/** The world of a capture with this reason. What has just ended comes first: the calls of others leave a share of the day. */
export const worldFor = (reason: Reason, world: World): World => ({
  ...world,
  zoom: async (accountId) => withUrgency(await world.zoom(accountId), urgencyOf(reason)),
});

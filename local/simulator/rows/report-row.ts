import { blankAsZoomDoes } from './participant-row.ts';
import type { SimulatedSession } from './session.ts';

/** A row of `/report/{meetings,webinars}/{id}/participants`: 13 fields, some under other names than the dashboard's. */
export function reportRow(session: SimulatedSession): Record<string, unknown> {
  const { person } = session;
  const fields = {
    id: person.id,
    user_id: session.userId,
    name: person.name,
    user_email: person.email,
    join_time: session.joinTime,
    leave_time: session.leaveTime,
    duration: Math.round((session.leaveAtMs - session.joinAtMs) / 1000),
    failover: person.index % 13 === 7,
    status: session.status,
    customer_key: person.index % 9 === 2 ? `customer-${person.index}` : '',
    registrant_id: person.registrantId,
    bo_mtg_id: session.breakoutRoom,
    participant_user_id: person.id,
  };
  return blankAsZoomDoes(fields, person.index);
}

import type { Kind } from '../../../shared/domain/dataset.ts';
import { blankAsZoomDoes, machineFields } from './participant-row.ts';
import { type QosLine, qosSample } from './qos-sample.ts';
import { seededRandom, seedOf } from './random.ts';
import type { Session } from './session.ts';

const minuteMs = 60_000;

/**
 * A row of `/metrics/{meetings,webinars}/{id}/participants/qos`, with one sample for each minute of the stay (one at the
 * least). Every eighth person's samples have all the blocks that Zoom knows, the others those that are always there.
 */
export function qosRow(seed: number, kind: Kind, session: Session): Record<string, unknown> {
  const { person } = session;
  const random = seededRandom(seedOf(seed, 'qos', session.userId));
  const minutes = Math.max(1, Math.round((session.leaveAtMs - session.joinAtMs) / minuteMs));
  const line: QosLine = {
    quality: person.line,
    video: !person.phone && person.index % 3 !== 2,
    sharing: person.index % 4 === 0,
    wifi: person.device.network === 'Wifi',
    allBlocks: person.index % 8 === 0,
  };
  const firstMinuteMs = Math.floor(session.joinAtMs / minuteMs) * minuteMs;
  const user_qos = Array.from({ length: minutes }, (_, minute) =>
    qosSample(random, line, firstMinuteMs + minute * minuteMs, minute),
  );
  const health = { good: 'Good', fair: 'Warning', poor: 'Critical' }[person.line];
  const fields = {
    ...machineFields(seed, session),
    health,
    issue_list:
      person.line === 'good'
        ? []
        : ['Unstable audio quality', 'High CPU occupation'].slice(0, person.line === 'poor' ? 2 : 1),
  };
  const without = kind === 'webinar' ? ['total_jointime_cost'] : [];
  const kept = Object.entries(fields).filter(([name]) => !without.includes(name));
  return { ...blankAsZoomDoes(Object.fromEntries(kept), person.index), user_qos };
}

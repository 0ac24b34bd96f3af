import type { QualitySummary } from '../../domain/quality/summary.ts';
import type { Item } from '../item.ts';
import { decodeSummary } from './quality-item.ts';

export type RankedSession = {
  readonly uuid: string;
  /** The session's own item, where who it was stands, is `pk` = {@link uuid} with this `sk`. */
  readonly sk: string;
  /** Zoom's `join_time` and `user_id` as the key has them; absent where Zoom left them blank. */
  readonly joinTime?: string;
  readonly userId?: string;
  readonly summary: QualitySummary;
};

/** A session as `by-quality` has it. @throws when its summary is none of ours */
export function decodeRankedSession(item: Item): RankedSession {
  const sk = item.sk?.S ?? '';
  const [, joinTime = '-', userId = '-'] = sk.split('#');
  return {
    uuid: item.pk?.S ?? '',
    sk,
    ...(joinTime !== '-' && { joinTime }),
    ...(userId !== '-' && { userId }),
    summary: decodeSummary(item),
  };
}

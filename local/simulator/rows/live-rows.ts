import { editRow } from '../faults/row-edit.ts';
import { type Row, type Rows, rowFields, rowTexts } from './row.ts';

const isAfter = (time: unknown, nowMs: number) => Date.parse(String(time)) > nowMs;

/**
 * What of a meeting's rows there is while it runs: of those who have joined, without the time and the reason of a leaving that is
 * still to come, and with the minutes that are over.
 */
export function liveRows(rows: Rows, nowMs: number): Row[] {
  return rowTexts(rows).flatMap((text): Row[] => {
    const { join_time: joinTime, leave_time: leaveTime, user_qos: minutes } = rowFields(text);
    if (isAfter(joinTime, nowMs)) return [];
    const isThere = isAfter(leaveTime, nowMs);
    const past = Array.isArray(minutes) && { user_qos: minutes.filter((one) => !isAfter(one?.date_time, nowMs)) };
    return isThere ? [editRow(text, { leave_time: '', leave_reason: '', ...past })] : [text];
  });
}

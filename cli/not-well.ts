import { type Dataset, datasets } from '../shared/domain/dataset.ts';
import type { DatasetStatus, MeetingStatus } from '../shared/dynamo/meetings/meeting-status.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { paintedState } from './status-table.ts';

/** UUIDs named of the captures that suffer from the same. */
const mostNamed = 3;

type Ailing = { readonly uuid: string; readonly dataset: Dataset; readonly status: DatasetStatus };

/**
 * Below the table: what is not well, why, and what to do. One account's fault can hold up a thousand captures, so those
 * that suffer from the same stand together. Empty when all is well.
 */
export function notWell(meetings: readonly MeetingStatus[], paint: Paint): string {
  const ailing = meetings.flatMap(({ uuid, datasets: of }) =>
    datasets.map((dataset) => ({ uuid, dataset, status: of[dataset] })).filter(({ status }) => status.advice),
  );
  const groups = Map.groupBy(ailing, ({ dataset, status: { state, lastError } }) =>
    JSON.stringify([dataset, state, lastError?.name, lastError?.message]),
  );
  const lines = [...groups.values()].flatMap((group) => groupLines(group, paint));
  return lines.length === 0 ? '' : `\nNot well:\n${lines.join('\n')}\n`;
}

function groupLines(group: readonly Ailing[], paint: Paint): string[] {
  const [first] = group;
  if (!first) return [];
  const { dataset, status } = first;
  const uuids = group.slice(0, mostNamed).map(({ uuid }) => printable(uuid));
  const more = group.length > mostNamed ? ` and ${group.length - mostNamed} more` : '';
  const head = `${dataset} ${paintedState(status, paint)}: ${uuids.join(', ')}${more}`;
  return [head, ...reasonLines(status).map((line) => `  ${line}`)];
}

/** Why, with what Zoom's support asks for, and what to do. */
export function reasonLines({ lastError, advice }: DatasetStatus): string[] {
  if (!lastError) return advice === undefined ? [] : [advice];
  const { message, code, trackingId } = lastError;
  const facts = [
    printable(message),
    ...(code === undefined || message.includes(`code ${code}`) ? [] : [`(code ${code})`]),
    ...(trackingId === undefined ? [] : [`[tracking id ${printable(trackingId)}]`]),
  ];
  return [facts.join(' '), ...(advice === undefined ? [] : [advice])];
}

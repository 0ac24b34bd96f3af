import { PersonEvidence } from '../../analysis/attendance/person-evidence.ts';
import { personRows } from '../../analysis/attendance/person-rows.ts';
import { type Dataset, hasSamples, isDataset } from '../../domain/dataset.ts';
import { isPerson, type KnownPerson, knownAs, resolvePerson } from '../../domain/erasure/known-person.ts';
import { hostSigns, showsHost } from '../../domain/meeting/listed-row.ts';
import type { PersonKey } from '../../domain/person-key.ts';
import type { Row } from '../../domain/row/row.ts';
import { meetingsUntil } from '../../dynamo/meetings/every-meeting.ts';
import { RowEraser, type RowEraserDeps, type StoredHost, type StoredRow } from '../../dynamo/rows/erase-rows.ts';
import { decodeRow } from '../../dynamo/rows/exact-row.ts';
import { getItems, getMeetings, itemKey } from '../../queries/items-by-key.ts';
import { readSamples } from '../../queries/rows.ts';
import { withoutCredentials } from './credentials.ts';

export type EverythingRequest = {
  readonly person: PersonKey;
  /** What stages pseudonymize with, so that the person is known by their pseudonyms too. */
  readonly pseudonymKeys: readonly string[];
};

export type EverythingDependencies = {
  /** The `Captures` table. */
  readonly captures: Omit<RowEraserDeps, 'sleep'>;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** One row that is stored of somebody: of a dataset, or as `host` what a list says of a meeting that they hosted. */
export type StoredOfPerson = {
  readonly meeting: {
    readonly uuid: string;
    readonly meetingId?: string;
    readonly topic?: string;
    readonly endTime: string;
  };
  readonly dataset: string;
  /** As Zoom returned it, with its samples; without what would let whoever reads it in. */
  readonly row: Row;
};

/**
 * Everything that is stored of a person, meeting by meeting, in no order: the rows that an erasure would remove. All meetings
 * are read twice, first for who is who: about two read units per session.
 */
export async function* everythingOf(
  { person, pseudonymKeys }: EverythingRequest,
  { captures, now, sleep }: EverythingDependencies,
): AsyncGenerator<StoredOfPerson> {
  const until = new Date(now()).toISOString();
  const rows = new RowEraser({ ...captures, sleep });
  const meetings = () => meetingsUntil(until, captures.client, captures.table);
  const evidence = new PersonEvidence();
  for await (const { uuid } of meetings()) {
    const items = await rows.read(uuid);
    evidence.add([...items.rows, { uuid, dataset: 'host', row: hostRow(items.host) }]);
  }
  const asked = knownAs([person], pseudonymKeys);
  const { known } = resolvePerson(asked, evidence, { keys: pseudonymKeys, erasures: [] });
  const store = { client: captures.client, table: captures.table, now };
  for await (const { uuid, endTime } of meetings()) {
    const items = await rows.read(uuid);
    const own = new Set(personRows(known, items.rows).rows);
    const found = items.rows.filter((_, at) => own.has(at));
    const isHost = isPersonHost(known, items.host);
    if (found.length === 0 && !isHost) continue;
    const record = (await getMeetings([uuid], store)).get(uuid);
    const meeting = {
      uuid,
      endTime: record?.endTime ?? endTime,
      ...(record && { meetingId: record.meetingId, topic: record.topic ?? '' }),
    };
    if (isHost)
      yield { meeting, dataset: 'host', row: withoutCredentials(items.host.listed?.row ?? hostRow(items.host)) };
    for (const { dataset, row } of await wholeRows(found, store))
      yield { meeting, dataset, row: withoutCredentials(row) };
  }
}

const hostRow = ({ hostId, listed }: StoredHost): Row => hostSigns(hostId, listed?.row);

const isPersonHost = (known: KnownPerson, host: StoredHost): boolean =>
  (host.hostId !== undefined || (host.listed !== undefined && showsHost(host.listed.row))) &&
  isPerson(known, hostRow(host));

/** The rows with all of their fields and samples; one that has gone since is left out. */
async function wholeRows(
  found: readonly StoredRow[],
  store: Parameters<typeof readSamples>[2],
): Promise<{ readonly dataset: string; readonly row: Row }[]> {
  const items = await getItems(
    found.map(({ uuid, sk }) => itemKey(uuid, sk)),
    store,
  );
  const datasetOf = new Map(found.map(({ sk, dataset }) => [sk, dataset]));
  const whole = items.map(async (item) => {
    const dataset = datasetOf.get(item.sk?.S ?? '') ?? '';
    const [row = {}] = isSampled(dataset) ? await readSamples(dataset, [item], store) : [decodeRow(item)];
    return { dataset, row };
  });
  return Promise.all(whole);
}

const isSampled = (dataset: string): dataset is Dataset => isDataset(dataset) && hasSamples(dataset);

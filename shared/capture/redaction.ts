import type { Capture } from '../domain/capture/capture.ts';
import type { Dataset } from '../domain/dataset.ts';
import { type Erased, nobodyErased } from '../domain/erasure/marks.ts';
import type { EndedMeeting } from '../domain/meeting/ended-meeting.ts';
import {
  changePersonal,
  hostSigns,
  type ListedRow,
  type MeetingWithRow,
  withoutHost,
} from '../domain/meeting/listed-row.ts';
import { omit } from '../domain/omit.ts';
import { type ConfidentialRule, withoutConfidential } from '../domain/privacy/confidential.ts';
import type { Disguise } from '../domain/privacy/disguise.ts';
import { checkFields, knownFieldsOf, knownMeetingFields, type UnknownFields } from '../domain/privacy/known-fields.ts';
import { plainMeetingRow } from '../domain/privacy/strict.ts';
import { commonRow } from '../domain/row/common-row.ts';
import { type ContentHasher, createContentHasher } from '../domain/row/content-hash.ts';
import type { Row } from '../domain/row/row.ts';
import type { ErasureReader } from '../dynamo/control/erasure-reader.ts';
import { ZoomAccountError } from '../zoom/errors.ts';

/** What of Zoom's rows may be stored, for the length of a poll. */
export type Redaction = {
  /** Which erasures it knows of; see `Progress`. */
  readonly erasures: string | undefined;
  /** Over all rows that Zoom returned: those that may not be stored leave nothing that a guess can be held against. */
  readonly addToContentHash: ContentHasher;
  /** A page's rows as they may be stored, and those that may not be: of persons who were erased. In Zoom's order. */
  readonly divide: (rows: readonly Row[]) => {
    readonly kept: readonly Row[];
    readonly leftOut: readonly Row[];
    /** Values of the kept ones that are not stored. */
    readonly leftOutValues: number;
  };
};

export type Redactions = {
  readonly rows: (capture: Capture) => Promise<Redaction>;
  /** The meeting as it may be stored: without its host and their topic where the host was erased. */
  readonly meeting: (meeting: MeetingWithRow) => Promise<MeetingWithRow>;
  /** A list's row as the stage may store it while nobody is erased; without any call but for the stage's key. */
  readonly listedRow: (meeting: EndedMeeting, listed: ListedRow) => Promise<ListedRow>;
};

/** How a stage has personal fields disguised before they are stored. */
export type Disguises = {
  readonly rows: (capture: Capture) => Promise<Disguise>;
  readonly meeting: (meeting: EndedMeeting) => Promise<Disguise>;
  /** Whether nothing is stored but what no rule is needed for. @default false */
  readonly isStrict?: boolean;
};

export type RedactionsDeps = {
  readonly erasures: ErasureReader;
  readonly disguises: Disguises;
  /** The stage's, which stands in no table. @throws ZoomAccountError while it cannot be read */
  readonly storeSecret: () => Promise<string>;
  /** @default 'keep' */
  readonly unknownFields?: UnknownFields;
  /** @default 'drop' */
  readonly confidential?: ConfidentialRule;
  /** Told of the names of fields that nobody knows. */
  readonly tellUnknown?: (of: Dataset | 'meeting', names: readonly string[]) => void;
};

export function createRedactions({
  erasures,
  disguises,
  storeSecret,
  unknownFields: ownRule = 'keep',
  confidential = 'drop',
  tellUnknown = () => {},
}: RedactionsDeps): Redactions {
  const { isStrict = false } = disguises;
  const unknownFields = isStrict ? 'drop' : ownRule;
  /** The list's row with the fields that the stage stores, each as it may be. */
  const shownOf = ({ source, row }: ListedRow, disguise: Disguise, meeting: EndedMeeting): ListedRow => {
    const checked = checkFields(row, knownMeetingFields, unknownFields);
    if (checked.unknown.length > 0) tellUnknown('meeting', checked.unknown);
    return { source, row: changePersonal(isStrict ? plainMeetingRow(checked.row, meeting) : checked.row, disguise) };
  };
  return {
    async rows(capture) {
      const disguise = await disguises.rows(capture);
      const erased = await erasures(capture);
      const known = knownFieldsOf(capture.dataset);
      const isOfErased = (row: Row) => erased.hasRow(commonRow(capture.dataset, row));
      return {
        erasures: erased.version,
        addToContentHash: createContentHasher(await storeSecret(), capture),
        divide(rows) {
          const kept: Row[] = [];
          const leftOut: Row[] = [];
          const unknown = new Set<string>();
          let leftOutValues = 0;
          for (const row of rows) {
            const open = confidential === 'keep' ? { row, leftOut: 0 } : withoutConfidential(capture.dataset, row);
            const checked = checkFields(open.row, known, unknownFields);
            for (const name of checked.unknown) unknown.add(name);
            const shown = disguise(checked.row);
            // Who was erased is known by what they said, and by what the store has shown of them.
            const isErased = isOfErased(row) || (shown !== row && isOfErased(shown));
            (isErased ? leftOut : kept).push(shown);
            if (!isErased) leftOutValues += open.leftOut + checked.leftOut;
          }
          if (unknown.size > 0) tellUnknown(capture.dataset, [...unknown]);
          return { kept, leftOut, leftOutValues };
        },
      };
    },
    async meeting({ hostId, topic, listed, ...meeting }) {
      const disguise = await disguises.meeting({ ...meeting });
      const erased = await erasures(meeting).catch(hostUntold);
      const shown = disguise({ hostId, topic });
      const shownRow = listed && shownOf(listed, disguise, meeting);
      const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
      const host = text(shown.hostId);
      const isErased =
        erased.hasHost ||
        erased.hasUser(hostId) ||
        erased.hasUser(host) ||
        erased.hasRow(hostSigns(hostId, listed?.row)) ||
        erased.hasRow(hostSigns(host, shownRow?.row));
      // Zoom's own topic is the host's name.
      const fields = isErased ? {} : { hostId: host, topic: text(shown.topic) };
      const row = isErased && shownRow ? { ...shownRow, row: withoutHost(shownRow.row) } : shownRow;
      return { ...meeting, ...withoutBlanks(fields), ...(row && { listed: row }) };
    },
    async listedRow(meeting, listed) {
      return shownOf(listed, await disguises.meeting(omit(meeting, 'hostId', 'topic')), meeting);
    },
  };
}

/** While nobody can tell whether the host was erased, the meeting is registered without them: its captures are parked. */
function hostUntold(error: unknown): Erased {
  if (error instanceof ZoomAccountError) return { ...nobodyErased, hasHost: true };
  throw error;
}

const withoutBlanks = ({ hostId, topic }: { hostId?: string | undefined; topic?: string | undefined }) => ({
  ...(hostId !== undefined && { hostId }),
  ...(topic !== undefined && { topic }),
});

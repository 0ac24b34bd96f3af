import type { Capture } from '../domain/capture/capture.ts';
import type { EndedMeeting } from '../domain/ended-meeting.ts';
import type { Disguise } from '../domain/privacy/disguise.ts';
import type { Row } from '../domain/row.ts';
import type { ErasureReader } from '../dynamo/control/erasure-reader.ts';

/** What of Zoom's rows may be stored, for the length of a poll. */
export type Redaction = {
  /** Which erasures it knows of; see `Progress`. */
  readonly erasures: string | undefined;
  /** A page's rows as they may be stored, and those that may not be: of persons who were erased. In Zoom's order. */
  readonly divide: (rows: readonly Row[]) => { readonly kept: readonly Row[]; readonly leftOut: readonly Row[] };
};

export type Redactions = {
  readonly rows: (capture: Capture) => Promise<Redaction>;
  /** The meeting as it may be stored: without its host and their topic where the host was erased. */
  readonly meeting: (meeting: EndedMeeting) => Promise<EndedMeeting>;
};

/** How a stage has personal fields disguised before they are stored. */
export type Disguises = {
  readonly rows: (capture: Capture) => Promise<Disguise>;
  readonly meeting: (meeting: EndedMeeting) => Promise<Disguise>;
};

export type RedactionsDeps = { readonly erasures: ErasureReader; readonly disguises: Disguises };

export function createRedactions({ erasures, disguises }: RedactionsDeps): Redactions {
  return {
    async rows(capture) {
      const disguise = await disguises.rows(capture);
      const erased = await erasures(capture);
      return {
        erasures: erased.version,
        divide(rows) {
          const kept: Row[] = [];
          const leftOut: Row[] = [];
          for (const row of rows) {
            const shown = disguise(row);
            // Who was erased is known by what they said, and by what the store has shown of them.
            const isErased = erased.hasRow(row) || (shown !== row && erased.hasRow(shown));
            (isErased ? leftOut : kept).push(shown);
          }
          return { kept, leftOut };
        },
      };
    },
    async meeting({ hostId, topic, ...meeting }) {
      const disguise = await disguises.meeting({ ...meeting });
      const { hasUser } = await erasures(meeting);
      const shown = disguise({ hostId, topic });
      const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
      const host = text(shown.hostId);
      // Zoom's own topic is the host's name.
      const fields = hasUser(hostId) || hasUser(host) ? {} : { hostId: host, topic: text(shown.topic) };
      return { ...meeting, ...withoutBlanks(fields) };
    },
  };
}

const withoutBlanks = ({ hostId, topic }: { hostId?: string | undefined; topic?: string | undefined }) => ({
  ...(hostId !== undefined && { hostId }),
  ...(topic !== undefined && { topic }),
});

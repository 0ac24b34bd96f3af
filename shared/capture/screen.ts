import type { Capture } from '../domain/capture.ts';
import type { EndedMeeting } from '../domain/ended-meeting.ts';
import type { Row } from '../domain/row.ts';
import type { ErasureReader } from '../dynamo/erasure-reader.ts';

/** What of Zoom's rows may be stored, for the length of a look. */
export type Screen = {
  /** Which erasures it knows of; see `Progress`. */
  readonly erasures: string | undefined;
  /** A page's rows as they may be stored, and those that may not be: of persons who were erased. In Zoom's order. */
  readonly divide: (rows: readonly Row[]) => { readonly kept: readonly Row[]; readonly leftOut: readonly Row[] };
};

export type Screens = {
  readonly rows: (capture: Capture) => Promise<Screen>;
  /** The meeting as it may be stored: without its host and their topic where the host was erased. */
  readonly meeting: (meeting: EndedMeeting) => Promise<EndedMeeting>;
};

export function createScreens({ erasures }: { readonly erasures: ErasureReader }): Screens {
  return {
    async rows(capture) {
      const erased = await erasures(capture);
      return {
        erasures: erased.version,
        divide(rows) {
          const { kept = [], leftOut = [] } = Object.groupBy(rows, (row) => (erased.hasRow(row) ? 'leftOut' : 'kept'));
          return { kept, leftOut };
        },
      };
    },
    async meeting(meeting) {
      const { hasUser } = await erasures(meeting);
      if (!hasUser(meeting.hostId)) return meeting;
      // Zoom's own topic is the host's name.
      const { hostId: _, topic: __, ...rest } = meeting;
      return rest;
    },
  };
}

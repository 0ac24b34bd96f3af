import type { Kind, ListType } from '../domain/meeting/kind.ts';
import type { Row } from '../domain/row/row.ts';

/** Whether and when it is polled. */
export type DatasetWaits = {
  /** Captured of those accounts alone whose settings name it. Elsewhere it costs nothing: it has no queue and no function. */
  readonly optional?: true;
  /** What Zoom has it of. @default meetings and webinars */
  readonly kinds?: readonly Kind[];
  /**
   * Polls without a row after which Zoom rightly has none. Absent: a meeting always has some, and where Zoom lists none it is
   * not ready.
   */
  readonly emptyAfterPolls?: number;
  /** From the meeting's end to the first poll, in milliseconds. */
  readonly firstPollMs: number;
  /** From the meeting's end to each planned later poll, in milliseconds. */
  readonly settlingMs: readonly [number, ...number[]];
  /** When a poll that brought all rows is the last one: when the poll before brought the same, or in any case. */
  readonly settles: 'when-two-polls-agree' | 'after-whole-poll';
};

/** How Zoom serves the dataset, and what its rows are like: what the functions that capture it know. */
export type DatasetDescription = {
  readonly zoom: {
    /**
     * The part of Zoom's API. `metrics` are the lists of the dashboard and take a Business plan, `report` takes a Pro plan.
     * `planned` is the meeting as it was planned, which has the number that people dial and not a UUID; `past` are its other
     * lists of what has ended. The scopes go by it too.
     */
    readonly source: 'metrics' | 'report' | 'planned' | 'past';
    /** What follows the meeting in the path: `/metrics/meetings/{uuid}/participants`. */
    readonly path: `/${string}`;
    /** The granular scope without what is the same for all: `list_meeting_participants`. */
    readonly scope: (kind: Kind) => string;
    /** The property of the answer that holds the rows. */
    readonly rowsName: string;
    /** The largest page that Zoom gives. Absent: it gives all rows at once. */
    readonly pageSize?: number;
    /**
     * Zoom keeps it in several lists, which are read one after the other: what the query of each has. Of such lists the page
     * tokens alone tell the end, since Zoom's counts are of one of them.
     */
    readonly lists?: readonly Readonly<Record<string, string>>[];
    /** Whether each occurrence of a recurring meeting has its own. */
    readonly hasOccurrences?: true;
    /** Zoom's codes for a meeting that has none, whatever they mean elsewhere. */
    readonly noneCodes?: readonly number[];
    /** What `type` may be. Absent: Zoom knows no such parameter and always serves the past. */
    readonly types?: Readonly<Record<Kind, readonly ListType[]>>;
    /** What `include_fields` is asked for, which Zoom knows for lists of the past alone. */
    readonly includeFields?: string;
  };
  readonly rows: {
    /** Whether Zoom serves the row, and has not worked it out yet. */
    readonly isHalfReady: (row: Row) => boolean;
    /**
     * Fields that never change from poll to poll and tell rows apart. The first two stand in the sort key as they are, so it
     * sorts by the first; names of people stand there as none, under names that no row has. Another list would store every row
     * anew, so it stays as it is once rows are stored.
     */
    readonly identity: readonly [string, string, ...string[]];
    /** Fields that name the person, the first one that is filled first. Rows are listed by person under it; none: not listed. */
    readonly person: readonly string[];
    /** The field whose values, one a minute, are stored in items of their own. Absent: there is none. */
    readonly samples?: string;
    /** Fields that have another name in the other datasets, with that name. Rules about persons and privacy go by it. */
    readonly otherNames?: Readonly<Record<string, string>>;
    /** Fields that are never stored, whatever a stage says: who has them can do something with them. */
    readonly neverStored?: readonly string[];
    /** Fields whose lists name people again, under the names that the row has: rules about privacy reach into them. */
    readonly nested?: readonly string[];
    /** What of a list in a row is stored by those stages alone that say so (`confidential`). */
    readonly confidential?: { readonly field: string; readonly is: (element: Row) => boolean };
    /** Rows encoded at a stretch: about a millisecond's work. */
    readonly perTurn: number;
  };
};

/** The fields of its rows that can say who somebody is, where they are or what they use. */
export type PersonalFields = readonly string[];

/** What stages, operators and readers of the store see of a dataset. */
export type DatasetReading = {
  /** In the product's own words. */
  readonly label: string;
  /** What a row of it is, as a sentence of the docs. */
  readonly rowIs: string;
  /** Batches of up to 10 captures worked at once, unless a stage says otherwise. */
  readonly concurrency: number;
  /** From the end to the first capture, for 95 of 100 meetings: the first wait, and room for a late Zoom. */
  readonly freshnessMinutes: number;
  /** Every field that Zoom is known to have sent of meetings and webinars, without the samples; blanks between. */
  readonly fields: string;
  /** Those of the elements of lists in it, its samples among them, at whatever depth: by the list's name. */
  readonly nestedFields?: Readonly<Record<string, string>>;
  /** What a terminal shows of a row, with the most letters of a cell. Of samples it shows how many there are. */
  readonly mainColumns: readonly { readonly field: string; readonly width: number; readonly title?: string }[];
  /** Fields whose values are no texts, by what they are; blanks between. */
  readonly types?: Readonly<Partial<Record<'timestamp' | 'boolean' | 'integer' | 'double' | 'json', string>>>;
  /** How rows tell of stays; absent where they do not. */
  readonly stays?: StayTraits;
  /** How rows tell of who was expected; absent where they do not. */
  readonly expected?: ExpectedTraits;
  readonly measured: {
    /** What one row takes in DynamoDB. */
    readonly row: RowItem;
    /** Seconds that a consumer computes for a row, by `npm run bench -- cpu`; `perMinute` of its samples. */
    readonly seconds: number | { readonly perMinute: number };
  };
};

export type StayTraits = {
  /** Where several datasets have a value for one stay, the lowest one is believed. */
  readonly rank: number;
  /** Whether every stay is listed, also those without audio and video. */
  readonly listsAll: boolean;
  /** Fields that this dataset calls otherwise than the dashboard's lists, with the dashboard's names. */
  readonly dashboardNames: ReadonlyMap<string, string>;
  readonly emailField: string;
  /** Whether a blank `bo_mtg_id` means the main room. */
  readonly hasRooms: boolean;
};

export type ExpectedTraits = {
  readonly idField: string;
  readonly emailField: string;
  /** Together the name, in this order. */
  readonly nameFields: readonly string[];
  /** Says whether somebody may come, and what it says of those who may. */
  readonly status: { readonly field: string; readonly expected: string };
};

export type RowItem = {
  readonly bytes: number;
  /** A write unit is a kibibyte begun. */
  readonly writeUnits: number;
  /** Its copy in an index, which has the keys and what they include: of which share of the rows there is one, 0 to 1. */
  readonly copy: { readonly bytes: number; readonly share: number };
  /** What its samples and bad minutes add in each form, where it has any: to its own item, or in `items` of samples. */
  readonly samples?: Readonly<Record<'packed' | 'readable' | 'summary', SampleItem>>;
};

type SampleItem = { readonly bytes: number; readonly bytesPerMinute: number; readonly items: 0 | 1 };

import * as z from 'zod/mini';
import { captureStates } from '../domain/capture/capture.ts';
import { knownDatasets } from '../domain/dataset.ts';
import { kinds } from '../domain/meeting/kind.ts';
import { omit } from '../domain/omit.ts';

/** Who tells, for the patterns of rules. */
export const newsSource = 'zoom-capture';

const text = z.string().check(z.minLength(1));
const count = z.int().check(z.minimum(0));
const instant = z.iso.datetime();
const optional = z.exactOptional;

const about = {
  /** Of the shape of `detail`; a field that is added changes it not. */
  version: z.literal(1),
  /** The same for the same news: what comes again can be told by it. */
  id: text,
  stage: text,
};
const meeting = {
  ...about,
  /** Id of the Zoom account. */
  account: text,
  /** Of this instance, as Zoom writes it. */
  uuid: text,
  /** The number that people join by; a recurring meeting keeps it. */
  meetingId: z.string(),
  kind: z.enum(kinds),
  startTime: optional(z.string()),
  endTime: z.string(),
};
const capture = z.object({
  state: z.enum(captureStates),
  rows: count,
  /** Rows of it that are not stored because their person was erased. */
  erased: optional(count),
  /** Absent where Zoom counts none. */
  expectedRows: optional(count),
  capturedAt: optional(instant),
  settledAt: optional(instant),
});
const captures = z.partialRecord(z.enum(knownDatasets), capture);

/** The `detail` of each event, by its `detail-type`. */
const newsDetails = {
  /** All rows that Zoom has of a meeting are stored for the first time; later polls may correct them. */
  'Meeting Captured': z.object({ ...meeting, datasets: captures }),
  /** Nothing more is planned for a meeting. `complete`: each of its captures is `settled` or `empty`. */
  'Meeting Settled': z.object({ ...meeting, complete: z.boolean(), datasets: captures }),
  /** A capture is `failed` or `unavailable`, or `parked` for a fault of the Zoom account. */
  'Capture Needs Attention': z.object({
    ...meeting,
    dataset: z.enum(knownDatasets),
    state: z.enum(['failed', 'unavailable', 'parked']),
    rows: count,
    /** The fault by its name, Zoom's code and what Zoom's support asks for. */
    fault: optional(text),
    code: optional(z.int()),
    trackingId: optional(z.string()),
  }),
  /** A person's rows are gone. Says how many, and not whose. */
  'Person Erased': z.object({
    ...about,
    erasedAt: instant,
    meetings: count,
    rows: z.record(z.string(), count),
  }),
} as const;

type NewsType = keyof typeof newsDetails;

/** News as EventBridge takes it. */
export type NewsEvent = {
  readonly [Type in NewsType]: { readonly type: Type; readonly detail: z.output<(typeof newsDetails)[Type]> };
}[NewsType];

/** What says the same as `format` at length, and the largest number of JavaScript. */
function withoutNoise({
  jsonSchema,
}: {
  readonly jsonSchema: { pattern?: unknown; format?: unknown; maximum?: unknown };
}) {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** The schemas of all details, as `docs/events.schema.json` has them. */
export const newsJsonSchema = () => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'News of zoom-capture, by detail-type',
  source: newsSource,
  $defs: Object.fromEntries(
    Object.entries(newsDetails).map(([type, schema]) => {
      // As input: whoever reads must take fields that are added later.
      return [type, omit(z.toJSONSchema(schema, { io: 'input', override: withoutNoise }), '$schema')];
    }),
  ),
});

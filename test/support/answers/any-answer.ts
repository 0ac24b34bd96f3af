import * as fc from 'fast-check';

/** What Zoom's side would have answered: a page, as JSON. */
type Good = { readonly status: number; readonly body: string };

/** An answer that takes the place of a good one, or is made of it. */
type OddAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What an answer means, by how it was made: the oracle, which knows Zoom's documents and none of the product's code. */
export type Meaning =
  /** Its rows are there, whatever is around them. */
  'page' | 'transient' | 'not-understood' | 'not-ready' | 'no-access' | 'account' | 'limit' | 'final';

export type AnyAnswer = { readonly means: Meaning; readonly make: (good: Good) => OddAnswer };

const json = 'application/json;charset=UTF-8';
const status = (...all: readonly number[]) => fc.constantFrom(...all);
const refusals = status(200, 201, 300, 302, 400, 401, 403, 404, 409, 418, 451);

const saying = (means: Meaning, code: fc.Arbitrary<unknown>, statuses: fc.Arbitrary<number>): fc.Arbitrary<AnyAnswer> =>
  fc
    .record({ code, status: statuses, message: words, type: jsonType })
    .map(({ code: said, message, type, ...with_ }) => ({
      means,
      make: () => ({ ...with_, headers: type, body: JSON.stringify({ code: said, message }) }),
    }));

const words = fc.oneof(
  fc.constantFrom('', 'No.', 'Meeting does not exist: Ada.', 'Internal error.'),
  fc.string({ maxLength: 400 }),
);
const jsonType = fc.constantFrom<Record<string, string>>(
  { 'content-type': json },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/octet-stream; x' },
  {},
);
const asNumberOrText = (...codes: readonly number[]) => fc.constantFrom<unknown>(...codes, ...codes.map(String));

const plain = (
  means: Meaning,
  parts: {
    readonly status: fc.Arbitrary<number>;
    readonly body: fc.Arbitrary<string>;
    readonly type: fc.Arbitrary<Record<string, string>>;
  },
): fc.Arbitrary<AnyAnswer> =>
  fc.record(parts).map(({ type, ...rest }) => ({ means, make: () => ({ ...rest, headers: type }) }));

const markup = fc
  .tuple(fc.constantFrom('<!DOCTYPE html><html>', '\n <html>', '<?xml version="1.0"?>', '<soap:Envelope>'), fc.string())
  .map(([begin, text]) => `${begin}<title>Attention Required!</title>${text.replaceAll('<', '')}`);
const markupType = fc.constantFrom<Record<string, string>>(
  { 'content-type': 'text/html' },
  { 'content-type': 'TEXT/HTML; charset=iso-8859-1' },
  // A gateway that says what it was asked for.
  { 'content-type': json },
  {},
);

/** Numbers, truths and texts where Zoom has a count. */
const oddCount = fc.constantFrom(
  '"2"',
  '"many"',
  'null',
  '-1',
  '1.5',
  '1e20',
  '1e400',
  '12345678901234567890',
  'true',
  '[]',
  '{}',
);

/** A good page with an envelope that nobody has seen. */
const oddEnvelope: fc.Arbitrary<AnyAnswer> = fc
  .record({
    counts: fc.dictionary(fc.constantFrom('total_records', 'page_count', 'page_size'), oddCount),
    left: fc.subarray(['total_records', 'page_count', 'page_size']),
    more: fc.dictionary(
      fc.constantFrom('code', 'message', 'from', 'meeting_number', 'something_new', '__proto__', 'constructor'),
      fc.json({ maxDepth: 1 }),
    ),
    blanks: fc.constantFrom('', ' ', '\r\n\t'),
    type: fc.oneof(jsonType, markupType),
  })
  .map(({ counts, left, more, blanks, type }) => ({
    means: 'page',
    make({ body }) {
      const { total_records, page_count, page_size, ...page } = JSON.parse(body);
      const kept = Object.entries({ total_records, page_count, page_size }).filter(([name]) => !left.includes(name));
      const members = [
        ...kept.map(([name, value]) => [name, JSON.stringify(value)]),
        ...Object.entries(more),
        ...Object.entries(counts),
        ...Object.entries(page).map(([name, value]) => [name, JSON.stringify(value)]),
      ].map(([name, text]) => `${JSON.stringify(name)}:${text}`);
      return { status: 200, headers: type, body: `${blanks}{${members.join(`,${blanks}`)}}${blanks}` };
    },
  }));

/** A good page that breaks off. */
const cut: fc.Arbitrary<AnyAnswer> = fc
  .record({ share: fc.double({ min: 0, max: 1, noNaN: true }), type: jsonType })
  .map(({ share, type }) => ({
    means: 'transient',
    make: ({ body }) => ({
      status: 200,
      headers: type,
      body: body.slice(0, 1 + Math.floor(share * (body.length - 2))),
    }),
  }));

/** A page token or rows that are none: to take it for the last page would lose rows. */
const oddRows: fc.Arbitrary<AnyAnswer> = fc
  .constantFrom<Record<string, unknown>>(
    { next_page_token: 7 },
    { next_page_token: {} },
    { next_page_token: 'x'.repeat(2_001) },
    { participants: ['Ada'] },
    { participants: [null, {}] },
    { participants: { 0: {} } },
    { participants: 'none' },
  )
  .map((odd) => ({
    means: 'not-understood',
    make: ({ body }) => ({
      status: 200,
      headers: { 'content-type': json },
      body: JSON.stringify({ ...JSON.parse(body), ...odd }),
    }),
  }));

const limitType = fc.constantFrom<Record<string, string>>(
  {},
  { 'retry-after': '2' },
  { 'retry-after': '-5' },
  { 'retry-after': 'soon' },
  { 'retry-after': '99999999999999999999' },
  { 'retry-after': '2020-05-31T00:00:00Z' },
  { 'x-ratelimit-type': 'QPS' },
  { 'x-ratelimit-type': 'Daily-limit' },
);

/** JSON of another's. */
const foreignJson = fc.constantFrom(
  '{}',
  '[]',
  'null',
  '7',
  '"Ada"',
  '[{}]',
  '{"data":[]}',
  '{"status":"UP"}',
  '{"error":"denied","message":"Go."}',
);

const unknownCode = fc.oneof(
  fc.constantFrom<unknown>(0, 1, 499, 600, 1001, 2300, 3000, 3161, 99_999, 'x', '', 1e20, -3001, true, 3001.5, {}),
  fc.integer({ min: 20_000, max: 2_000_000_000 }),
);

const transient = fc.oneof(
  cut,
  saying('transient', fc.oneof(asNumberOrText(500, 599), fc.integer({ min: 500, max: 599 })), refusals),
  plain('transient', {
    status: status(408, 500, 502, 503, 504, 511, 599),
    body: fc.oneof(markup, words),
    type: fc.oneof(markupType, jsonType),
  }),
);

const notUnderstood = fc.oneof(
  oddRows,
  saying('not-understood', unknownCode, status(200, 201, 302, 400, 403, 409, 418)),
  plain('not-understood', { status: refusals, body: markup, type: markupType }),
  plain('not-understood', {
    status: status(200, 203, 206, 302, 400, 403, 407, 409),
    body: fc.oneof(fc.constantFrom('', ' \n'), foreignJson),
    type: jsonType,
  }),
);

const notReady = fc.oneof(
  saying('not-ready', asNumberOrText(3001, 404), refusals),
  plain('not-ready', {
    status: status(200),
    body: fc.constantFrom('{"participants":[]}', '{"page_count":0}', '{"participants":null,"total_records":0}'),
    type: jsonType,
  }),
);

const limit = fc.oneof(
  saying('limit', asNumberOrText(429), status(200, 400, 429)),
  plain('limit', { status: status(429), body: fc.oneof(markup, foreignJson, words), type: limitType }),
);

const arbitraries: Readonly<Record<Meaning, fc.Arbitrary<AnyAnswer>>> = {
  page: oddEnvelope,
  transient,
  'not-understood': notUnderstood,
  'not-ready': notReady,
  'no-access': saying('no-access', asNumberOrText(300), refusals),
  account: saying('account', asNumberOrText(104, 124, 200, 401, 2001, 2100, 4700, 4711, 12_703), refusals),
  limit,
  final: saying('final', asNumberOrText(12_702), refusals),
};

/** Answers that Zoom, or whoever stands before it, can give, of those that mean this. */
export const answersOf = (means: Meaning): fc.Arbitrary<AnyAnswer> => arbitraries[means];

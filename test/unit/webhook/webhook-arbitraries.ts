import fc from 'fast-check';
import type { HttpRequest } from '../../../functions/webhook/signed-request.ts';
import { meetingEnded, nowSeconds, webinarEnded } from './webhook-fixture.ts';

/** Every token of the accounts in the fixture. */
export const configuredTokens = ['north-now', 'north-before', 'south-now'];

const anyJson = fc.jsonValue();
const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 7, arbitrary: value }, { weight: 1, arbitrary: anyJson });
const object = fc.record(
  {
    uuid: maybe(fc.base64String({ minLength: 1 })),
    id: maybe(fc.oneof(fc.maxSafeNat(), fc.stringMatching(/^\d{1,20}$/))),
    topic: maybe(fc.string({ unit: 'binary', maxLength: 1200, size: 'max' })),
    host_id: maybe(fc.string({ unit: 'grapheme' })),
    type: maybe(fc.nat(9)),
    start_time: maybe(fc.date({ noInvalidDate: true }).map((date) => date.toISOString())),
    end_time: maybe(fc.date({ noInvalidDate: true }).map((date) => date.toISOString())),
    practice_session: maybe(fc.boolean()),
  },
  { requiredKeys: ['uuid'] },
);
const event = fc.oneof(
  fc
    .tuple(object, fc.constantFrom('north', 'branch', 'south'))
    .map(([fields, accountId]) => meetingEnded(fields, { accountId })),
  object.map((fields) => webinarEnded(fields)),
  fc.record({ event: maybe(fc.constant('meeting.ended')), event_ts: maybe(fc.nat()), payload: anyJson }),
  fc.record({ event: fc.constant('endpoint.url_validation'), payload: fc.record({ plainToken: maybe(fc.string()) }) }),
  anyJson,
);
/** What a request may carry: events as Zoom sends them, odd ones, and what is no event at all. */
export const body = fc.oneof(
  { weight: 6, arbitrary: event },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.uint8Array().map((bytes) => Buffer.from(bytes)) },
);
export const timestamp = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -6_000, max: 330 }).map((shift) => String(nowSeconds + shift)) },
  { weight: 2, arbitrary: fc.constantFrom(-5_701, -5_700, 300, 301).map((shift) => String(nowSeconds + shift)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      `${nowSeconds}000`,
      ` ${nowSeconds}`,
      `+${nowSeconds}`,
      `${nowSeconds}.0`,
      `0${nowSeconds}`,
      '1e9',
      '',
    ),
  },
);
export const token = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('north-now', ...configuredTokens) },
  { weight: 1, arbitrary: fc.constantFrom('', 'north', 'stolen') },
);

/** What someone on the way might do to a request. */
export type Mutation = (request: Required<HttpRequest>) => HttpRequest;
const withHeader =
  (name: string, change: (text: string) => string): Mutation =>
  (request) => ({
    ...request,
    headers: { ...request.headers, [name]: change(request.headers[name] ?? '') },
  });
const splice = (text: string, at: number, insert: string, drop: number) => {
  const index = at % (text.length + 1);
  return text.slice(0, index) + insert + text.slice(index + drop);
};
export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Mutation>((request) => request) },
  fc.constant<Mutation>((request) => ({ ...request, isBase64Encoded: !request.isBase64Encoded })),
  fc.constant<Mutation>((request) => ({
    ...request,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, text]) => [name.toUpperCase(), text])),
  })),
  fc.tuple(fc.nat(), fc.string({ maxLength: 3 }), fc.nat(3)).map(
    ([at, insert, drop]): Mutation =>
      (request) => ({ ...request, body: splice(request.body, at, insert, drop) }),
  ),
  fc
    .tuple(
      fc.constantFrom('x-zm-signature', 'x-zm-request-timestamp'),
      fc.nat(),
      fc.string({ maxLength: 2 }),
      fc.nat(2),
    )
    .map(([name, at, insert, drop]) => withHeader(name, (text) => splice(text, at, insert, drop))),
  fc.constant(withHeader('x-zm-signature', (text) => text.toUpperCase())),
  fc.constant(withHeader('x-zm-signature', (text) => `${text},${text}`)),
  fc.constant<Mutation>(({ body, isBase64Encoded }) => ({ body, isBase64Encoded })),
  fc.constant<Mutation>(({ headers }) => ({ headers })),
);

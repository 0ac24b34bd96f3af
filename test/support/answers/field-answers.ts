import type { Fault } from '../../../local/simulator/faults/fault.ts';

type Answer = Extract<Fault, { kind: 'answer' }>;

/** What Zoom, or what stands before it, answered to a request for a page, and how often before good ones. */
export type FieldAnswer = { readonly name: string; readonly fault: Fault; readonly times: number };

const html = { 'Content-Type': 'text/html; charset=UTF-8' };
const page = (title: string): string =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body>${title}</body></html>`;
const answer = (name: string, times: number, fault: Omit<Answer, 'kind'>): FieldAnswer => ({
  name,
  times,
  fault: { kind: 'answer', ...fault },
});

/** Seen in the field, each followed by two more of its kind. `elsewhere`: the URL of a host that nobody may call. */
export const fieldAnswers = (elsewhere: string): readonly FieldAnswer[] => [
  answer('code 500 in HTTP 200', 1, { body: { code: 500, message: 'Internal error.' } }),
  answer('code 503 in HTTP 200, as text, beside an empty list', 2, {
    body: { code: '503', message: 'Busy.', participants: [] },
  }),
  answer('HTTP 200 that breaks off in the first row', 2, { body: '{"page_count":1,"participants":[{"user_na' }),
  answer('code 500 in HTTP 400', 1, { status: 400, body: { code: 500, message: 'Internal error.' } }),
  answer('code 599 in HTTP 404', 2, { status: 404, body: { code: 599, message: 'No.' } }),
  answer('code 502 in HTTP 401', 1, { status: 401, body: { code: 502, message: 'Bad gateway.' } }),
  answer("a firewall's challenge, HTTP 403", 3, { status: 403, headers: html, body: page('Just a moment...') }),
  answer("a proxy's login, HTTP 401 with HTML", 2, { status: 401, headers: html, body: page('Sign in') }),
  answer('a block page, HTTP 404 that says it is JSON', 2, { status: 404, body: page('Blocked by policy') }),
  answer('maintenance, HTTP 200 with HTML', 3, { headers: html, body: page('We are undergoing maintenance') }),
  answer('maintenance, HTTP 200 with JSON of another', 2, { body: { message: 'Under maintenance.' } }),
  answer('HTTP 200 without a body', 2, { body: '' }),
  answer('code 3000, which no document lists here', 3, {
    status: 400,
    body: { code: 3000, message: 'Cannot access meeting information.' },
  }),
  answer('code 2300, a path that Zoom does not know', 2, {
    status: 404,
    body: { code: 2300, message: 'Not recognized.' },
  }),
  answer('HTTP 409 with an odd code', 2, { status: 409, body: { code: -1, message: 'Conflict.' } }),
  answer('HTTP 302 to another host', 1, { status: 302, headers: { location: elsewhere }, body: '' }),
  answer('HTTP 307 to another host', 2, { status: 307, headers: { location: elsewhere }, body: '' }),
  answer('HTTP 301 with a page that leads there', 1, {
    status: 301,
    headers: { ...html, location: `${elsewhere}/v2` },
    body: page('Moved'),
  }),
  answer('HTTP 200 whose envelope counts in words, and has a field that is new', 1, {
    body: { page_count: 'one', total_records: null, something_new: {}, next_page_token: '', participants: [] },
  }),
];

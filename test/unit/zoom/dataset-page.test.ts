import { expect, test } from 'vitest';
import type { Row } from '../../../shared/domain/row/row.ts';
import type { Ask } from '../../../shared/zoom/dataset-page.ts';
import { readDatasetPage } from '../../../shared/zoom/dataset-page.ts';
import type { PageRequest } from '../../../shared/zoom/endpoints.ts';
import { ZoomAccountError, ZoomNotReadyError } from '../../../shared/zoom/errors.ts';

type Told = { readonly rows?: readonly Row[]; readonly nextPageToken?: string; readonly totalRows?: number } | Error;

/** Zoom that gives these answers one after the other, what it was asked, and how many pages were given back. */
function zoom(...answers: readonly Told[]) {
  const asked: Ask[] = [];
  const givenBack: Ask[] = [];
  const ask = async (one: Ask) => {
    const answer = answers[asked.length] ?? {};
    asked.push(one);
    if (answer instanceof Error) throw answer;
    return { rows: [], ...answer, done: () => void givenBack.push(one) };
  };
  return { ask, asked, paths: () => asked.map(({ path }) => path), givenBack };
}

const request = (more: Partial<PageRequest>): PageRequest => ({
  kind: 'meeting',
  dataset: 'participants',
  uuid: '/ab==',
  type: 'past',
  ...more,
});
const endTime = '2026-03-04T12:00:00Z';
const planned = { meetingId: '98', type: 8, startTime: '2026-03-04T11:00:00Z', endTime };
const registrants = (more: Partial<PageRequest> = {}) => request({ dataset: 'registrants', planned, ...more });

const occurrences = [
  { occurrence_id: 'before', start_time: '2026-02-25T11:00:00Z', status: 'available' },
  { occurrence_id: 'nearest', start_time: '2026-03-04T11:05:00Z', status: 'available' },
  { occurrence_id: 'after', start_time: '2026-03-11T11:00:00Z', status: 'available' },
];
const plan = { rows: [{ occurrences }] };
const list = '/meetings/98/registrants?page_size=300';

test('a page of a dataset of one list has its rows, its count and its token as Zoom has them', async () => {
  const { ask, asked } = zoom({ rows: [{ id: 1 }], nextPageToken: 'b', totalRows: 7 });
  const page = await readDatasetPage(request({ pageToken: 'a' }), ask);
  expect(page).toMatchObject({ rows: [{ id: 1 }], nextPageToken: 'b', totalRows: 7 });
  expect(asked).toEqual([
    {
      path: '/metrics/meetings/%252Fab%253D%253D/participants?page_size=300&type=past&include_fields=registrant_id&next_page_token=a',
      about: '/ab==',
      rowsName: 'participants',
      hadPageToken: true,
      list: { dataset: 'participants', kind: 'meeting' },
    },
  ]);
});

test('the last page of a dataset of one list has no token, and the first was asked for without', async () => {
  const { ask, asked } = zoom({ rows: [], totalRows: 0 });
  const page = await readDatasetPage(request({}), ask);
  expect([Object.keys(page).toSorted(), page.totalRows]).toEqual([['done', 'rows', 'totalRows'], 0]);
  expect([asked[0]?.hadPageToken, asked[0]?.path.includes('next_page_token')]).toEqual([false, false]);
});

test('the lists of a dataset are read one after the other, page by page, of the occurrence that was found', async () => {
  const { ask, paths, asked, givenBack } = zoom(
    plan,
    { nextPageToken: 'b', totalRows: 2 },
    { totalRows: 2 },
    { totalRows: 0 },
    { totalRows: 1 },
  );
  const tokens: string[] = [];
  let pageToken: string | undefined;
  do {
    const page = await readDatasetPage(registrants(pageToken === undefined ? {} : { pageToken }), ask);
    expect(page).not.toHaveProperty('totalRows');
    pageToken = page.nextPageToken;
    if (pageToken !== undefined) tokens.push(pageToken);
  } while (pageToken !== undefined);
  expect(paths()).toEqual([
    '/meetings/98?show_previous_occurrences=true',
    `${list}&status=approved&occurrence_id=nearest`,
    `${list}&status=approved&occurrence_id=nearest&next_page_token=b`,
    `${list}&status=pending&occurrence_id=nearest`,
    `${list}&status=denied&occurrence_id=nearest`,
  ]);
  expect(tokens).toEqual(['[0,"nearest","b"]', '[1,"nearest",null]', '[2,"nearest",null]']);
  expect(asked.map(({ about, hadPageToken }) => [about, hadPageToken])).toEqual(
    [false, false, true, false, false].map((had) => ['/ab==', had]),
  );
  // The plan takes no room any more; the pages are the caller's to give back.
  expect(givenBack).toEqual(asked.slice(0, 1));
});

test.each([
  ['it is of no recurring type', { ...planned, type: 2 }, 0],
  ['nobody has told what was planned', undefined, 0],
  ['it recurs without times', { ...planned, type: 3 }, 0],
  ['it is a recurring webinar', { ...planned, type: 9 }, 1],
  ['its type is not known', { meetingId: '98', endTime }, 1],
])('an occurrence is asked for by need alone: where %s', async (_case, plannedMeeting, calls) => {
  const { ask, paths } = zoom(...(calls === 1 ? [{ rows: [{}] }] : []));
  const asked = { dataset: 'registrants', ...(plannedMeeting && { planned: plannedMeeting }) } as const;
  const { nextPageToken } = await readDatasetPage(request(asked), ask);
  expect(paths()).toHaveLength(calls + 1);
  expect(paths().at(-1)).not.toContain('occurrence_id');
  expect(nextPageToken).toBe('[1,null,null]');
});

test('a dataset without occurrences asks for none, though the meeting recurs', async () => {
  const { ask, paths } = zoom();
  await readDatasetPage(request({ planned }), ask);
  expect(paths()).toHaveLength(1);
});

test('an account number that people dial is written so that a path can bear it', async () => {
  const { ask, paths } = zoom(plan);
  await readDatasetPage(registrants({ kind: 'webinar', planned: { ...planned, meetingId: '9/8' } }), ask);
  expect(paths()[0]).toBe('/webinars/9%2F8?show_previous_occurrences=true');
});

test.each<[string, Row, string | undefined]>([
  ['is the nearest to the start', { occurrences }, 'nearest'],
  ['was not deleted', { occurrences: [{ ...occurrences[1], status: 'deleted' }, occurrences[2]] }, 'after'],
  ['has a time', { occurrences: [{ ...occurrences[1], start_time: 'soon' }, occurrences[0]] }, 'before'],
  ['has an id that is a text', { occurrences: [{ ...occurrences[1], occurrence_id: 7 }, occurrences[0]] }, 'before'],
  ['is an object', { occurrences: ['nearest', null, occurrences[0]] }, 'before'],
  ['is in a list', { occurrences: { occurrence_id: 'nearest' } }, undefined],
  ['is in no empty list', { occurrences: [] }, undefined],
  ['is in the plan at all', {}, undefined],
])('an occurrence %s', async (_rule, row, id) => {
  const { ask, paths } = zoom({ rows: [row] });
  await readDatasetPage(registrants(), ask);
  expect(new URLSearchParams(paths()[1]).get('occurrence_id')).toBe(id ?? null);
});

test('an occurrence is the nearest to the end where the start is not known, and of none where there is no plan', async () => {
  const withoutStart = { meetingId: '98', type: 8, endTime: '2026-03-11T11:59:00Z' };
  const told = zoom(plan);
  await readDatasetPage(registrants({ planned: withoutStart }), told.ask);
  expect(told.paths()[1]).toContain('occurrence_id=after');
  const silent = zoom({ rows: [] });
  await readDatasetPage(registrants(), silent.ask);
  expect(silent.paths()[1]).not.toContain('occurrence_id');
});

test('a plan that Zoom has not is none, and any other failure is what the caller gets', async () => {
  const gone = zoom(new ZoomNotReadyError('Gone.'));
  await readDatasetPage(registrants(), gone.ask);
  expect(gone.paths()[1]).toBe(`${list}&status=approved`);
  const refused = zoom(new ZoomAccountError('A scope is missing.'));
  await expect(readDatasetPage(registrants(), refused.ask)).rejects.toThrow('A scope is missing.');
  expect(refused.paths()).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { createRedactions, type RedactionsDeps } from '../../../shared/capture/redaction.ts';
import { createMarker, erasedBy, signText } from '../../../shared/domain/erasure/marks.ts';
import { createDisguise, fieldSetsOf } from '../../../shared/domain/privacy/disguise.ts';
import type { PrivacySettings } from '../../../shared/domain/privacy/privacy-settings.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { ZoomAccountError } from '../../../shared/zoom/errors.ts';
import { captureAt } from './capture-fixture.ts';

const marker = createMarker('key');
const erasedOf = (...signs: readonly string[]) => erasedBy(new Set(signs.map(marker)), 'key', 'u==');
const capture = captureAt({ state: 'running' });
const meeting = {
  account: 'a',
  kind: 'meeting',
  uuid: 'u==',
  meetingId: '1',
  endTime: capture.endTime,
  topic: "Ada's Zoom Meeting",
  hostId: 'ada',
} as const;
const { topic, hostId, ...withoutHost } = meeting;

/** Redactions of a stage with these settings, in which these signs are marked; and what they told of unknown fields. */
function stage(
  signs: readonly string[] = [],
  { privacy = {}, ...more }: Partial<RedactionsDeps> & { readonly privacy?: PrivacySettings } = {},
) {
  const told: [string, readonly string[]][] = [];
  const redactions = createRedactions({
    erasures: async () => erasedOf(...signs),
    disguises: {
      rows: async ({ dataset }) => createDisguise(fieldSetsOf(privacy, dataset), undefined),
      meeting: async () => createDisguise(fieldSetsOf(privacy, 'meeting'), undefined),
      ...(privacy === 'strict' && { isStrict: true }),
    },
    storeSecret: async () => 'secret',
    tellUnknown: (of, names) => void told.push([of, names]),
    ...more,
  });
  return { ...redactions, told };
}
const [ada, bob]: Row[] = [
  { id: 'ada', user_name: 'Ada', user_id: '1' },
  { id: 'bob', user_name: 'Bob', user_id: '2' },
];
const rowsOf = (...rows: (Row | undefined)[]) => rows.filter((row) => row !== undefined);

test('rows of those who were erased are left out, in their order, and the poll knows of which erasures', async () => {
  const { divide, erasures } = await stage([signText.id('ada')]).rows(capture);
  expect(divide(rowsOf(bob, ada, bob))).toEqual({ kept: [bob, bob], leftOut: [ada], leftOutValues: 0 });
  expect(erasures).toBe(erasedOf(signText.id('ada')).version);
  expect((await stage().rows(capture)).erasures).toBeUndefined();
});

test('rows are hashed with the secret of the stage', async () => {
  const hash = async (secret: string) => {
    const { addToContentHash } = await stage([], { storeSecret: async () => secret }).rows(capture);
    return addToContentHash('k0', ['row']);
  };
  expect(await hash('one')).not.toBe(await hash('other'));
});

test('rows of somebody erased are known by what they said, and by what the store has shown of them', async () => {
  const privacy: PrivacySettings = { participants: { drop: ['id'] } };
  const { divide } = await stage([signText.id('ada'), signText.stay('u==', '2')], { privacy }).rows(capture);
  const { kept, leftOut } = divide(rowsOf(ada, bob, { id: 'carl', user_id: '3' }));
  expect([kept, leftOut]).toEqual([
    [{ user_id: '3' }],
    [
      { user_name: 'Ada', user_id: '1' },
      { user_name: 'Bob', user_id: '2' },
    ],
  ]);
});

const odd = { ...bob, iris_scan: 'who', aura: 'blue' };

test.each([
  ['are kept', undefined, odd, 0],
  ['are kept where the stage says so', 'keep', odd, 0],
  ['are left out where the stage says so', 'drop', bob, 2],
] as const)('fields that nobody knows are told of once, and %s', async (_what, unknownFields, row, leftOutValues) => {
  const { rows, told } = stage([signText.id('ada')], unknownFields && { unknownFields });
  const { divide } = await rows(capture);
  expect(divide(rowsOf(odd, odd))).toEqual({ kept: [row, row], leftOut: [], leftOutValues: 2 * leftOutValues });
  expect(told).toEqual([['participants', ['iris_scan', 'aura']]]);
  expect(divide([{ ...odd, id: 'ada' }]).leftOutValues).toBe(0);
  expect(divide(rowsOf(bob)).kept).toEqual([bob]);
  expect(told).toHaveLength(2);
});

test('fields that nobody knows are no fault where nobody listens', async () => {
  const redactions = createRedactions({
    erasures: async () => erasedOf(),
    disguises: { rows: async () => (row) => row, meeting: async () => (row) => row },
    storeSecret: async () => 'secret',
  });
  expect((await redactions.rows(capture)).divide([odd]).kept).toEqual([odd]);
});

test('a strict stage stores no field that nobody knows, whatever else it says', async () => {
  const { rows } = stage([], { privacy: 'strict', unknownFields: 'keep' });
  expect((await rows(capture)).divide([odd]).kept[0]).not.toHaveProperty('iris_scan');
});

const question = { question: 'Who?', question_status: 'deleted' };
test.each([
  [undefined, [], 1],
  ['drop', [], 1],
  ['keep', [question], 0],
] as const)(
  'what was deleted in a meeting is stored by those alone who say so: %s',
  async (confidential, kept, leftOutValues) => {
    const { rows } = stage([], confidential && { confidential });
    const { divide } = await rows({ ...capture, dataset: 'qa' });
    const row = { name: 'Bob', question_details: [question] };
    expect(divide([row])).toEqual({ kept: [{ name: 'Bob', question_details: kept }], leftOut: [], leftOutValues });
  },
);

const listed = {
  source: 'history',
  row: { meeting_uuid: 'u==', host_email: 'ada@x.org', topic, duration: 7 },
} as const;
const listedWithoutHost = { source: 'history', row: { meeting_uuid: 'u==', duration: 7 } };

test('a meeting is stored as it is while nobody was erased', async () => {
  const { meeting: shown, told } = stage();
  expect(await shown({ ...meeting, listed })).toEqual({ ...meeting, listed });
  expect(told).toEqual([]);
  expect(await stage().meeting(withoutHost)).toStrictEqual(withoutHost);
});

test.each([
  ['as the host of this meeting', signText.host('u==')],
  ['by their id', signText.id('ada')],
  ['by the address in the list', signText.email('ada@x.org')],
])('a meeting has no host, and no topic, where they were erased: %s', async (_how, sign) => {
  expect(await stage([sign]).meeting({ ...meeting, listed })).toStrictEqual({
    ...withoutHost,
    listed: listedWithoutHost,
  });
  const rest = await stage([sign]).meeting(meeting);
  if (sign !== signText.email('ada@x.org')) expect(rest).toStrictEqual(withoutHost);
});

test('a meeting is registered without its host while nobody can tell whether they were erased', async () => {
  const failing = (error: Error) => stage([], { erasures: () => Promise.reject(error) });
  expect(await failing(new ZoomAccountError('No secret.')).meeting(meeting)).toStrictEqual(withoutHost);
  await expect(failing(new Error('no DynamoDB')).meeting(meeting)).rejects.toThrow('no DynamoDB');
});

test('a meeting has the fields that the stage stores, and its row too', async () => {
  const privacy: PrivacySettings = { meeting: { drop: ['hostId', 'topic', 'host_email'] } };
  expect(await stage([], { privacy }).meeting({ ...meeting, listed })).toStrictEqual({
    ...withoutHost,
    listed: listedWithoutHost,
  });
  const { listedRow, told } = stage([], { privacy, unknownFields: 'drop' });
  const row = { ...listed.row, iris_scan: 'who' };
  expect(await listedRow(meeting, { source: 'history', row })).toEqual(listedWithoutHost);
  expect(told).toEqual([['meeting', ['iris_scan']]]);
  expect(await stage().listedRow(meeting, listed)).toEqual(listed);
});

test('a meeting is disguised by its own account and end, and nobody is told its host or topic for that', async () => {
  const asked: object[] = [];
  const disguises: RedactionsDeps['disguises'] = {
    rows: async () => (row) => row,
    meeting: async (of) => {
      asked.push(of);
      return (row) => row;
    },
  };
  const redactions = stage([], { disguises });
  await redactions.meeting(meeting);
  await redactions.listedRow(meeting, { source: 'history', row: {} });
  expect(asked).toEqual([withoutHost, withoutHost]);
});

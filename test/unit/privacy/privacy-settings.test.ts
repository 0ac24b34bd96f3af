import { expect, test } from 'vitest';
import { createDisguise, fieldSetsOf, isPseudonym } from '../../../shared/domain/privacy/disguise.ts';
import { privacySettings, sameFields } from '../../../shared/domain/privacy/privacy-settings.ts';

/** What is wrong with settings, each at its place. */
const faultsOf = (settings: unknown): readonly string[] =>
  privacySettings.safeParse(settings).error?.issues.flatMap((issue) => {
    const within = issue.code === 'invalid_union' ? issue.errors.flat() : [];
    const at = (one: { readonly path: readonly PropertyKey[]; readonly message: string }) =>
      `${one.path.join('.')}: ${one.message}`;
    return [at(issue), ...within.map(at)];
  }) ?? [];

const whole =
  'made of all, participants, qos, report, registrants, polls, qa, survey, absentees, meeting alone, or "strict"';

test.each([
  ['strict'],
  [{}],
  [{ all: {} }],
  [
    {
      all: { drop: ['email'], pseudonymize: ['user_name'] },
      qos: { drop: [] },
      meeting: { drop: ['hostId', 'topic'] },
    },
  ],
  [{ absentees: { pseudonymize: ['email'] } }],
])('settings for privacy are %j', (settings) => {
  expect(privacySettings.parse(settings)).toEqual(settings);
});

test.each<[unknown, string]>([
  ['lenient', `: ${whole}`],
  [7, `: ${whole}`],
  [{ everything: {} }, `: ${whole}`],
  [{ all: { keep: ['email'] } }, 'all: made of drop and pseudonymize alone, each a list of fields'],
  [{ all: { drop: 'email' } }, 'all.drop: a list of personal fields'],
  [{ all: { drop: ['emial'] } }, 'all.drop.0: a personal field of Zoom’s: docs/privacy.md lists them'],
  [
    { all: { drop: ['email', 'id'], pseudonymize: ['user_name', 'id'] } },
    'all: a list of what is dropped and another of what is pseudonymized',
  ],
])('settings for privacy are refused with what they must be: %j', (settings, fault) => {
  expect(faultsOf(settings)).toContain(fault);
});

test('one thing has several names, by the list that it is in', () => {
  expect(sameFields).toEqual([
    ['id', 'participant_user_id', 'hostId'],
    ['email', 'user_email', 'host_email'],
    ['user_name', 'name', 'host_display_name', 'host', 'first_name', 'last_name'],
    ['department', 'dept'],
    ['custom_fields', 'custom_keys'],
  ]);
});

const key = 'a key of the stage, 32 characters';

test('a strict stage has a pseudonym in the place of a name', () => {
  const { name, email } = createDisguise(fieldSetsOf('strict', 'qa'), key)({ name: 'Ada', email: true });
  expect([isPseudonym(String(name)), email]).toEqual([true, true]);
});

test('a rule reaches into the lists of a row that name people again', () => {
  const disguise = createDisguise(fieldSetsOf({ qa: { drop: ['name'] } }, 'qa'), key);
  const details = [{ name: 'Ada', answer_details: [{ name: 'Bob', type: 'x' }, 7] }];
  expect(disguise({ question_details: details, other: [{ name: 'Ada' }], name: 'Ada' })).toEqual({
    question_details: [{ answer_details: [{ type: 'x' }, 7] }],
    other: [{ name: 'Ada' }],
  });
});

test('what should be a pseudonym is absent where a stage has no key', () => {
  const rules = fieldSetsOf({ all: { pseudonymize: ['email'] } }, 'participants');
  expect(createDisguise(rules, undefined)({ email: 'ada@example.com', user_id: '7' })).toEqual({ user_id: '7' });
});

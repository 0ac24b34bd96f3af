import { describe, expect, test } from 'vitest';
import { omit } from '../../../shared/domain/omit.ts';
import { createDisguise, fieldSetsOf, isPseudonym, pseudonymOf } from '../../../shared/domain/privacy/disguise.ts';
import type { PrivacySettings } from '../../../shared/domain/privacy/privacy-settings.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { decodePrivacy } from '../../../shared/lambda/privacy.ts';
import { ConfigurationError } from '../../../shared/runtime/errors.ts';

const key = 'a key of the stage, 32 characters';
const disguised = (settings: PrivacySettings, row: Row) =>
  createDisguise(fieldSetsOf(settings, 'participants'), key)(row);

describe('a row', () => {
  const row = { id: 'ADA', email: 'Ada@example.com', user_name: 'Ada', user_id: '7', new_field: [1, { of: 'Zoom' }] };

  test('a row stays the very one that Zoom sent where nothing is configured for its dataset', () => {
    expect(disguised({}, row)).toBe(row);
    expect(disguised({ report: { drop: ['email'] } }, row)).toBe(row);
  });

  test('a row loses the fields that are dropped, and nothing else', () => {
    const rest = omit(row, 'email');
    expect(disguised({ all: { drop: ['email'] } }, row)).toEqual(rest);
    expect(disguised({ participants: { drop: ['email'] } }, row)).toEqual(rest);
  });

  test('a field that is dropped goes under every name that Zoom has for it', () => {
    const all: PrivacySettings = { all: { drop: ['email', 'user_name', 'id'] } };
    const other = { user_email: 'a@b.c', name: 'Ada', participant_user_id: 'ADA', hostId: 'ADA' };
    expect(disguised(all, { ...row, ...other })).toEqual({ user_id: '7', new_field: row.new_field });
  });

  test('a row without its name has no reason for leaving, which Zoom writes the name into', () => {
    const left = { user_name: 'Ada', leave_reason: 'Ada left the meeting.' };
    expect(disguised({ all: { drop: ['name'] } }, left)).toEqual({});
    expect(disguised({ all: { pseudonymize: ['user_name', 'leave_reason'] } }, left)).toEqual({
      user_name: pseudonymOf('Ada', key),
    });
  });

  test('a field that one rule drops and another pseudonymizes is dropped', () => {
    expect(
      disguised({ all: { pseudonymize: ['email'] }, participants: { drop: ['user_email'] } }, row),
    ).not.toHaveProperty('email');
  });

  test('a blank field stays blank, so that guests stay guests', () => {
    const blanks = { id: '', email: null, user_name: ' ' };
    expect(disguised({ all: { pseudonymize: ['id', 'email', 'user_name'] } }, blanks)).toEqual(blanks);
  });

  test('a field is pseudonymized with its texts, its numbers and what is nested in it', () => {
    const nested = {
      ip_address: JSON.rawJSON('12345678901234567890'),
      audio_call: [{ call_number: '1415', calls: 2 }, ''],
    };
    expect(disguised({ all: { pseudonymize: ['ip_address', 'audio_call'] } }, nested)).toEqual({
      ip_address: pseudonymOf('12345678901234567890', key),
      audio_call: [{ call_number: pseudonymOf('1415', key), calls: pseudonymOf('2', key) }, ''],
    });
  });

  test('a rule reaches into the lists of a row that name people again, under their names there', () => {
    const settings: PrivacySettings = { all: { drop: ['email'], pseudonymize: ['id', 'user_name'] } };
    const person = { user_id: 'u1', name: 'Ada', email: 'ada@example.com' };
    const asked = {
      ...person,
      question_details: [{ question: 'Why?', answer_details: [{ ...person, content: 'So.' }] }],
    };
    const hidden = { user_id: pseudonymOf('u1', key), name: pseudonymOf('Ada', key) };
    expect(createDisguise(fieldSetsOf(settings, 'qa'), key)(asked)).toEqual({
      ...hidden,
      question_details: [{ question: 'Why?', answer_details: [{ ...hidden, content: 'So.' }] }],
    });
    const all: PrivacySettings = { qa: { drop: ['question_details'] } };
    expect(createDisguise(fieldSetsOf(all, 'qa'), key)(asked)).toEqual(person);
  });

  test('a field that is to be pseudonymized is dropped where there is no key', () => {
    const sets = { dropped: new Set<string>(), pseudonymized: new Set(['email']), nested: new Set<string>() };
    expect(createDisguise(sets, undefined)({ email: 'a@b.c', user_id: '7' })).toEqual({ user_id: '7' });
  });
});

describe('a pseudonym', () => {
  test('a pseudonym is an HMAC-SHA-256 of the text, which anybody with the key can work out', () => {
    // printf %s ada@example.com | openssl dgst -sha256 -hmac 'a key of the stage, 32 characters'
    expect(pseudonymOf('ada@example.com', key)).toBe('p-794ceaba190d4027c83aff06cb8ff123');
    expect(isPseudonym(pseudonymOf('ada@example.com', key))).toBe(true);
  });

  test('a pseudonym is the same for an address in any case, for an id only as it is, and another one with another key', () => {
    expect(pseudonymOf(' ADA@Example.com ', key)).toBe(pseudonymOf('ada@example.com', key));
    expect(pseudonymOf('ADA', key)).not.toBe(pseudonymOf('ada', key));
    expect(pseudonymOf('ada', 'another')).not.toBe(pseudonymOf('ada', key));
  });
});

test.each(['', '{', '[]', '{"all":{"drop":["emial"]}}', '{"everything":{}}'])(
  'settings that cannot be read stop a function before it stores anything: %s',
  (text) => {
    expect(() => decodePrivacy(text)).toThrow(ConfigurationError);
  },
);

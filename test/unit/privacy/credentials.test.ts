import { expect, test } from 'vitest';
import { withoutCredentials } from '../../../shared/operations/everything/credentials.ts';

test('what is handed to a person lets nobody into a meeting', () => {
  const row = {
    join_url: 'https://…tk=1',
    start_url: 'u',
    passcode: 'p',
    password: 'p',
    h323_password: 'p',
    access_token: 't',
    zak: 'z',
  };
  expect(withoutCredentials({ ...row, name: 'Ada', join_time: '1', registrant_id: 'r' })).toEqual({
    name: 'Ada',
    join_time: '1',
    registrant_id: 'r',
  });
});

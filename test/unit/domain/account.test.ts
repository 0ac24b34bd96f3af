import { expect, test } from 'vitest';
import { configuredName, subAccountName } from '../../../shared/domain/account/account-name.ts';
import { capturedDatasets, toldDatasets } from '../../../shared/domain/account/captured-parts.ts';
import { plans } from '../../../shared/domain/account/plan.ts';
import { callSpacingMs, utcDay } from '../../../shared/domain/account/plan-limits.ts';

test('a sub-account is named behind its master, whose name the settings have', () => {
  expect(subAccountName('north', 'a1')).toBe('north/a1');
  expect(['north', 'north/a1', 'north/a/1'].map(configuredName)).toEqual(Array(3).fill('north'));
});

test('calls are as far apart as the plan has it, with a tenth of a second more in each second', () => {
  expect(plans.map((plan) => [plan, callSpacingMs(plan)])).toEqual([
    ['free', 1_100],
    ['pro', 110],
    ['business', 27],
  ]);
});

test('a call counts for the day that it is in UTC', () => {
  expect(utcDay(Date.parse('2026-11-20T23:59:59.999Z'))).toBe('2026-11-20');
  expect(utcDay(Date.parse('2026-11-21T00:00:00Z'))).toBe('2026-11-21');
});

const three = ['participants', 'qos', 'absentees'] as const;

test.each([
  ['both kinds where nothing is said', undefined, ['participants', 'qos'], ['participants', 'qos', 'absentees']],
  ['one kind of every dataset', ['webinar'], [], ['participants', 'qos', 'absentees']],
  ['no kind', [], [], []],
  ['a kind of one dataset', { qos: ['meeting'] }, ['participants', 'qos'], ['participants', 'absentees']],
  [
    'both of a dataset that is not named',
    { qos: undefined },
    ['participants', 'qos'],
    ['participants', 'qos', 'absentees'],
  ],
] as const)('what is captured of an account is %s', (_rule, kinds, ofMeetings, ofWebinars) => {
  expect(capturedDatasets({ datasets: three, kinds }, 'meeting')).toEqual(ofMeetings);
  expect(capturedDatasets({ datasets: three, kinds }, 'webinar')).toEqual(ofWebinars);
});

test('what is captured is told where a usual dataset is left out', () => {
  expect(toldDatasets(['report', 'qos', 'participants'])).toEqual({});
  expect(toldDatasets(['report', 'qos', 'participants', 'polls'])).toEqual({});
  expect(toldDatasets(['report', 'qos'])).toEqual({ datasets: ['report', 'qos'] });
});

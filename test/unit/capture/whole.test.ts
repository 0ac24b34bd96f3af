import { expect, test } from 'vitest';
import { captureStates } from '../../../shared/domain/capture/capture.ts';
import { isWhole } from '../../../shared/domain/capture/whole.ts';
import { captureAt, progressOf } from './capture-fixture.ts';

test('rows are those of one poll where one has ended, and neither a poll under way nor one that broke off has touched them', () => {
  const whole = captureStates.filter((state) => isWhole(captureAt({ state })));
  expect(whole).toEqual(['captured', 'settled', 'empty']);
  expect(isWhole(captureAt({ state: 'captured', progress: progressOf() }))).toBe(false);
  expect(isWhole(captureAt({ state: 'captured', unfinishedRows: true }))).toBe(false);
});

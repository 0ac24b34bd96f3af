import { expect, test } from 'vitest';
import { issuesOf } from '../../../shared/domain/quality/issues.ts';

test('issues of a session are those that Zoom names, each once', () => {
  const list = ['Unstable audio quality', '', 7, 'High CPU occupation', 'Unstable audio quality'];
  expect(issuesOf({ issue_list: list })).toEqual(['Unstable audio quality', 'High CPU occupation']);
});

test.each([{}, { issue_list: 'Unstable audio quality' }, { issue_list: null }])('issues are none of %j', (row) => {
  expect(issuesOf(row)).toEqual([]);
});

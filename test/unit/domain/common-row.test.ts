import { expect, test } from 'vitest';
import { commonRow } from '../../../shared/domain/row/common-row.ts';

test('a row under common names keeps a field that has the name of what every object has', () => {
  const fields = '"__proto__":"a","constructor":"b","toString":"c"';
  const common = commonRow('registrants', JSON.parse(`{"id":"R1",${fields}}`));
  expect(JSON.stringify(common)).toBe(`{"registrant_id":"R1",${fields}}`);
});

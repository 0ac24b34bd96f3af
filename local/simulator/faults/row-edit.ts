import { type Row, rowText } from '../rows/row.ts';
import { jsonMembers } from './json-members.ts';

/**
 * The row with some of its fields replaced, or left out where the new value is undefined. Absent fields stay absent, and
 * all others stay as they were written, byte for byte.
 */
export function editRow(row: Row, changes: Readonly<Record<string, unknown>>): Row {
  const text = rowText(row);
  if (!Object.keys(changes).some((name) => text.includes(`"${name}"`))) return row;
  const members = jsonMembers(text).flatMap((member) => {
    if (!Object.hasOwn(changes, member.name)) return [member.text];
    const value = changes[member.name];
    return value === undefined ? [] : [`${JSON.stringify(member.name)}:${JSON.stringify(value)}`];
  });
  return `{${members.join(',')}}`;
}

import { type Row, rowText } from './row.ts';

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

/** One `"name": value` of an object, in the very text it was written in. */
type JsonMember = { readonly name: string; readonly text: string };

/** Where the string that begins at `start` ends: the index after its closing quote. */
function afterString(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index + 1;
}

const nameOf = (memberText: string): string =>
  String(JSON.parse(memberText.trim().slice(0, afterString(memberText.trim(), 0))));

/** The members of a JSON object's text, which must be valid; no number or escape in them is touched. */
export function jsonMembers(json: string): JsonMember[] {
  const members: JsonMember[] = [];
  let depth = 0;
  let start = 0;
  const take = (end: number) => {
    const text = json.slice(start, end);
    if (text.trim() !== '') members.push({ name: nameOf(text), text });
  };
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (character === '"') {
      index = afterString(json, index) - 1;
    } else if (character === '{' || character === '[') {
      depth += 1;
      if (depth === 1) start = index + 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) take(index);
    } else if (character === ',' && depth === 1) {
      take(index);
      start = index + 1;
    }
  }
  return members;
}

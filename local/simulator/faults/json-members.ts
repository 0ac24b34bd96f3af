/** One `"name": value` of an object, in the very text it was written in. */
export type JsonMember = { readonly name: string; readonly text: string };

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

// What Canvas and Moodle take, written from their importers' code, so that a wrong file fails a test.

/**
 * @see https://github.com/instructure/canvas-lms/blob/master/lib/gradebook_importer.rb
 * @throws where the whole file would be refused
 */
export function importToCanvas(lines: readonly (readonly string[])[], known: readonly Record<string, string>[]) {
  const [header = [], ...rest] = lines;
  const sectionAt = header.findLastIndex((title) => title.includes('Section'));
  if (!header[0]?.includes('Student') || !header[1]?.includes('ID') || sectionAt < 0)
    throw new Error('Invalid header.');
  const person = header.slice(0, sectionAt + 1);
  const blocks = [
    ['Student', 'ID', 'Section'],
    ['Student', 'ID', 'SIS Login ID', 'Section'],
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section'],
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Integration ID', 'Section'],
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Integration ID', 'Root Account', 'Section'],
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Root Account', 'Section'],
  ];
  if (!blocks.some((block) => block.join() === person.join())) throw new Error(`Invalid person columns: ${person}.`);
  const totals = /Current Score|Final Score|Current Grade|Final Grade|Current Points|Final Points|Override/i;
  const assignments = header.flatMap((title, at) =>
    at > sectionAt && !totals.test(title) ? [{ at, title, id: /\((\d+)\)$/.exec(title)?.[1] }] : [],
  );
  const isPossible = rest[0]?.[0]?.includes('Points Possible') ?? false;
  const cell = (line: readonly string[], title: string) => line[header.indexOf(title)] ?? '';
  const grades = rest.slice(isPossible ? 1 : 0).map((line) => {
    const by = (title: string) => known.find((one) => cell(line, title) !== '' && one[title] === cell(line, title));
    const student = by('ID') ?? by('SIS User ID') ?? by('SIS Login ID') ?? by('Student');
    return { student: student?.Student, scores: assignments.map(({ at }) => decimal(line[at] ?? '')) };
  });
  return {
    assignments: assignments.map(({ title, id, at }) => ({
      title,
      id,
      points: isPossible ? rest[0]?.[at] : undefined,
    })),
    grades,
    newStudents: grades.filter(({ student }) => student === undefined).length,
  };
}

/** A decimal comma is turned to a point, and separators before it are dropped. */
const decimal = (text: string): number | undefined => (text === '' ? undefined : Number(text.replace(',', '.')));

/**
 * @see https://github.com/moodle/moodle/blob/main/grade/import/csv/classes/load_data.php
 * @throws where the whole import stops
 */
export function importToMoodle(lines: readonly (readonly string[])[], users: ReadonlySet<string>, most: number) {
  const [header = [], ...rest] = lines;
  const grades = rest.flatMap(([user = '', value = '']) => {
    if (user === '') return [];
    if (!users.has(user)) throw new Error(`Unknown user ${user}.`);
    if (value === '' || value === '-') return [];
    if (!(Number(value) <= most)) throw new Error(`${value} is above the maximum.`);
    return [[user, Number(value)] as const];
  });
  return { userColumn: header[0]?.trim(), item: header[1]?.trim(), grades };
}

/** @see https://github.com/danmarsden/moodle-mod_attendance/blob/main/classes/import/marksessions.php */
export function importToMoodleAttendance(lines: readonly (readonly string[])[]) {
  const [, ...rest] = lines;
  const seen = new Set<string>();
  const refused: string[] = [];
  const marked = rest.flatMap(([user = '', status = '']) => {
    const isFine = !seen.has(user) && ['P', 'L', 'E', 'A'].includes(status);
    seen.add(user);
    if (!isFine) refused.push(user);
    return isFine ? [[user, status] as const] : [];
  });
  return { marked, refused };
}

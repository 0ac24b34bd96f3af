import type { ExportedFile, ExportResult } from '../../shared/operations/export/export-days.ts';
import type { Changes } from '../../shared/operations/export/file-changes.ts';
import { counted } from '../output/cells.ts';
import { jsonText, printable } from '../output/printable.ts';

/** Names shown of files that are left alone. */
const mostNames = 20;

/** What an export did, or with `check` would do, in sentences. */
export function exportText(
  { files, foreign, readUnits }: ExportResult,
  { dir, check }: { readonly dir: string; readonly check: boolean },
): string {
  const did = (what: ExportedFile['did']) => files.filter((file) => file.did === what);
  const [written, deleted, same, blocked] = [did('wrote'), did('deleted'), did('nothing'), did('left alone')];
  const rows = written.reduce((sum, { listed }) => sum + listed.rows, 0);
  const verbs = check
    ? { written: 'would be written', deleted: 'would be deleted' }
    : { written: 'written', deleted: 'deleted' };
  const why = reasonsText([...written, ...deleted].map((file) => file.why));
  const parts = [
    `${counted(written.length, 'file')} ${verbs.written}, ${counted(rows, 'row')}${why && `: ${why}`}`,
    ...(deleted.length > 0 ? [`${deleted.length} ${verbs.deleted}`] : []),
    `${same.length} unchanged`,
  ];
  const lines = [`${dir}: ${parts.join('; ')}. ${counted(Math.ceil(readUnits), 'read unit')}.`];
  const open = files.filter((file) => file.did !== 'left alone' && !file.listed.whole);
  if (open.length > 0) {
    const captures = open.reduce((sum, { listed }) => sum + listed.unfinished, 0);
    const reason = captures > 0 ? `${counted(captures, 'capture')} unfinished` : 'the day is not over';
    lines.push(`${counted(open.length, 'file')} can still change (${reason}): run it again later.`);
  }
  if (foreign.length > 0) lines.push(`Left alone, no export has made them: ${names(foreign)}.`);
  if (blocked.length > 0) {
    const list = names(blocked.map(({ name }) => name));
    lines.push(`Left alone, something else stands in their places: ${list}. --force writes them anew.`);
  }
  return `${lines.join('\n')}\n`;
}

function names(all: readonly string[]): string {
  const more = all.length > mostNames ? ` and ${all.length - mostNames} more` : '';
  return `${all.slice(0, mostNames).map(printable).join(', ')}${more}`;
}

/** Meetings are counted once, in however many files they are. */
function reasonsText(all: readonly Changes[]): string {
  const countOf = (lists: readonly (readonly string[])[]) => new Set(lists.flat()).size;
  const meetings = (count: number, what: string) => (count > 0 ? [`${counted(count, 'meeting')} ${what}`] : []);
  const files = (count: number, what: string) => (count > 0 ? [`${counted(count, 'file')} ${what}`] : []);
  const [fresh, known] = [all.filter(({ isNew }) => isNew), all.filter(({ isNew }) => !isNew)];
  return [
    ...meetings(countOf(fresh.map(({ came }) => came)), 'came'),
    ...meetings(countOf(known.map(({ came }) => came)), 'came later'),
    ...meetings(countOf(all.map(({ changed }) => changed)), 'changed'),
    ...meetings(countOf(all.map(({ erased }) => erased)), 'with a person erased'),
    ...meetings(countOf(all.map(({ gone }) => gone)), 'gone'),
    ...files(all.filter(({ missing }) => missing).length, 'missing'),
    ...files(all.filter(({ resettled }) => resettled).length, 'with other options or columns'),
  ].join(', ');
}

/** The same for programs: a line of JSON. */
export function exportJson({ files, foreign, readUnits }: ExportResult, dir: string): string {
  const listed = files.map(({ did, listed, why, name }) => ({ ...listed, name, did, why: countsOf(why) }));
  return `${jsonText({ dir, equal: isEqual(files), readUnits: Math.ceil(readUnits), files: listed, foreign })}\n`;
}

const countsOf = ({ came, gone, erased, changed, missing, resettled }: Changes) => ({
  came: came.length,
  gone: gone.length,
  erased: erased.length,
  changed: changed.length,
  missing,
  resettled,
});

/** Whether nothing had to be done. */
export const isEqual = (files: readonly ExportedFile[]): boolean => files.every(({ did }) => did === 'nothing');

import { tableText } from '../cli/output/table.ts';
import { holds, type Line, ratioOf } from './figure.ts';

/** All lines as one table; a last column names those whose bar does not hold. */
export function figuresText(lines: readonly (Line & { readonly figure: string })[]): string {
  const titles = ['figure', 'what', 'ours', 'unit', 'against', 'ratio', 'bar', '', 'note'];
  const rows = lines.map((line) => [
    line.figure,
    line.what,
    numberText(line.ours),
    line.unit,
    line.against ? `${numberText(line.against.value)} ${line.against.what}` : '',
    line.against ? numberText(ratioOf(line) ?? Number.NaN) : '',
    barText(line),
    line.bar ? heldText(line) : '',
    line.note ?? '',
  ]);
  return tableText(
    titles.map((title) => ({ title })),
    rows,
  );
}

const heldText = (line: Line): string => (holds(line) ? 'holds' : 'MISSED');

function barText({ bar }: Line): string {
  if (!bar) return '';
  const bounds = [
    ...(bar.least === undefined ? [] : [`at least ${bar.least}`]),
    ...(bar.most === undefined ? [] : [`at most ${bar.most}`]),
  ];
  return `${bounds.join(', ')}${bar.of === 'ratio' ? ' ×' : ''}`;
}

/** Three significant digits, whole numbers whole. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

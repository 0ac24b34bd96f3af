/** Instants in epoch ms: from the first day's beginning to the last one's end. */
export type DateWindow = { readonly fromMs: number; readonly toMs: number };

const dayMs = 86_400_000;

/** The same day of another month, or its last one where it is shorter. */
function monthsLater(dayAtMs: number, months: number): number {
  const day = new Date(dayAtMs);
  const lastOfMonth = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months + 1, 0));
  return lastOfMonth.setUTCDate(Math.min(day.getUTCDate(), lastOfMonth.getUTCDate()));
}

function dayAt(text: string | null): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? Date.parse(text ?? '') : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text ?? '?') ? at : Number.NaN;
}

/** The window that `from` and `to` name, or in Zoom's words why it is none: a month at most, of the last six. */
export function readWindow(query: URLSearchParams, nowMs: number): DateWindow | string {
  const fromMs = dayAt(query.get('from'));
  const toMs = dayAt(query.get('to'));
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) return 'Validation Failed: from and to are required dates.';
  if (fromMs > toMs) return 'Validation Failed: from is after to.';
  if (toMs > monthsLater(fromMs, 1)) return 'The date range must be within one month.';
  if (fromMs < monthsLater(Math.floor(nowMs / dayMs) * dayMs, -6))
    return 'The date range must be within the last 6 months.';
  return { fromMs, toMs: toMs + dayMs };
}

const barWidth = 24;

/** `━━━━━━────── 3 of 12 files`. */
export function progressBar(done: number, all: number, noun: string): string {
  const full = all === 0 ? barWidth : Math.round((done / all) * barWidth);
  const bar = `${'━'.repeat(full)}${'─'.repeat(barWidth - full)}`;
  return `${bar} ${done.toLocaleString('en')} of ${all.toLocaleString('en')} ${noun}s`;
}

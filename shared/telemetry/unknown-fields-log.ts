import type { Log } from './log.ts';

/** A name that is nothing like Zoom's can be anything, so it is not told. Before it stand the lists that it is in. */
const zoomName = /^([a-z_]{1,60}\.){0,9}[A-Za-z]\w{0,59}$/;
const mostTold = 200;

/**
 * Logs the names of fields that no description knows, each once in the life of the function's environment: Zoom has changed
 * something, and whoever reads the log may want to have it described. Names alone, never values.
 */
export function createUnknownFieldsLog(log: Pick<Log, 'warn'>): (of: string, names: readonly string[]) => void {
  const told = new Set<string>();
  return (of, names) => {
    const fresh = names
      .map((name) => (zoomName.test(name) ? name : '(no usual name)'))
      .filter((name) => !told.has(`${of} ${name}`));
    if (fresh.length === 0 || told.size >= mostTold) return;
    for (const name of fresh) told.add(`${of} ${name}`);
    log.warn('Zoom sends fields that are not described', { of, fields: [...new Set(fresh)].join(', ') });
  };
}

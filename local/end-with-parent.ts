/** How often to look, in ms. */
const intervalMs = 100;

/**
 * Under `npm run`, ends this process when npm's shell ends: npm passes no signal on to what its shell started, and a kill of
 * npm alone would leave a server behind that holds its port and its data. Everywhere else does nothing.
 */
export function endWithParent(): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, intervalMs).unref();
}

/** Does the work for each value, for so many at the same time; the first fault ends it, when those under way have ended. */
export async function eachOf<Value>(
  values: AsyncGenerator<Value>,
  atOnce: number,
  work: (value: Value) => Promise<void>,
): Promise<void> {
  const takeTurns = async () => {
    for (let next = await values.next(); !next.done; next = await values.next()) await work(next.value);
  };
  try {
    const ended = await Promise.allSettled(Array.from({ length: atOnce }, takeTurns));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  } finally {
    await values.return(undefined);
  }
}

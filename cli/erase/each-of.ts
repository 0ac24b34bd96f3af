/** Does the work for each value, for so many at the same time. The first fault ends it, when the work under way has ended. */
export async function eachOf<Value>(
  values: AsyncGenerator<Value>,
  atOnce: number,
  work: (value: Value) => Promise<void>,
): Promise<void> {
  const takeTurns = async () => {
    try {
      for (let next = await values.next(); !next.done; next = await values.next()) await work(next.value);
    } finally {
      // Nothing more for the others either: the list is at its end, or the work is.
      await values.return(undefined);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, takeTurns));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

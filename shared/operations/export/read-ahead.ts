/** A list and its first value, asked for and perhaps not there yet. */
type Begun<Value> = { readonly list: AsyncGenerator<Value>; readonly first: Promise<IteratorResult<Value, unknown>> };

/**
 * The values of many lists, one list after the other, while the next `ahead` lists are being opened: each waits with its
 * first value. Lists that were begun are closed when the reader stops.
 */
export async function* readAhead<Value>(
  lists: AsyncIterable<AsyncGenerator<Value>>,
  ahead: number,
): AsyncGenerator<Value> {
  const begun: Begun<Value>[] = [];
  const take = async function* ({ list, first }: Begun<Value>): AsyncGenerator<Value> {
    const { done, value } = await first;
    if (done) return;
    yield value;
    yield* list;
  };
  try {
    for await (const list of lists) {
      const first = list.next();
      // Awaited in its turn; a failure until then is no unhandled one.
      first.catch(() => {});
      begun.push({ list, first });
      const [next] = begun;
      if (begun.length <= ahead || !next) continue;
      yield* take(next);
      begun.shift();
    }
    for (let next = begun[0]; next; next = begun[0]) {
      yield* take(next);
      begun.shift();
    }
  } finally {
    await Promise.allSettled(begun.map(({ list }) => list.return(undefined)));
  }
}

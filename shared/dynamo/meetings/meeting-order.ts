import type { MeetingRecord } from './meeting-item.ts';

/** One list out of several, each newest end first; holds the head of each. The lists are closed when the reader stops. */
export async function* newestFirst(lists: readonly AsyncGenerator<MeetingRecord>[]): AsyncGenerator<MeetingRecord> {
  try {
    const heads = await Promise.all(lists.map(async (list) => ({ list, next: await list.next() })));
    for (;;) {
      const newest = heads
        .filter(({ next }) => !next.done)
        .reduce<(typeof heads)[number] | undefined>(
          (best, head) => (best && !isNewer(head, best) ? best : head),
          undefined,
        );
      if (newest === undefined || newest.next.done) return;
      yield newest.next.value;
      newest.next = await newest.list.next();
    }
  } finally {
    await Promise.all(lists.map((list) => list.return(undefined)));
  }
}

type Head = { readonly next: IteratorResult<MeetingRecord> };

const endOf = ({ next }: Head): string => (next.done ? '' : next.value.endedAt);
const isNewer = (one: Head, other: Head): boolean => endOf(one) > endOf(other);

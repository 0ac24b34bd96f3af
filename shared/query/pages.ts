/** Some of the answers to a question. Never empty. */
export type Page<Answer> = {
  readonly items: readonly Answer[];
  /** Continues after the last of {@link items}, in any process; absent when there is no more. */
  readonly cursor?: string;
};

/** Which of the answers are wanted. */
export type Paging = {
  /** At most so many in all; 1 or more. @default all */
  readonly limit?: number;
  /** At most so many a page; 1 to 1,000. A page is also never more than 1 MB. */
  readonly pageSize?: number;
  /** A page's `cursor`, of the same question: goes on after it. */
  readonly after?: string;
};

/** The answers of all pages, one by one; the next page is read when it is needed. */
export async function* itemsOf<Answer>(pages: AsyncIterable<Page<Answer>>): AsyncGenerator<Answer> {
  for await (const { items } of pages) yield* items;
}

/** @throws RangeError when a number is out of its bounds */
export function checkPaging({ limit = 1, pageSize = 1 }: Paging): void {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`limit is ${limit}: it must be 1 or more.`);
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 1_000) {
    throw new RangeError(`pageSize is ${pageSize}: it must be 1 to 1,000.`);
  }
}

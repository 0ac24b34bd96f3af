import { isRecord } from '../template/read-value.ts';

/**
 * Which messages of a batch a function that reports batch item failures has failed, by what it returned. A response
 * that is not understood fails the whole batch; an empty one none of it.
 * @param response what the function returned, parsed; null when nothing
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedMessageIds(response: unknown, messageIds: readonly string[]): ReadonlySet<string> {
  const everything = new Set(messageIds);
  if (response === null || response === undefined) return new Set();
  if (!isRecord(response)) return everything;
  const failures = response.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return everything;
  const failed = new Set<string>();
  for (const item of failures) {
    const id = isRecord(item) ? item.itemIdentifier : undefined;
    if (typeof id !== 'string' || !everything.has(id)) return everything;
    failed.add(id);
  }
  return failed;
}

import { isKeyed, sealedContentHash } from '../../domain/row/content-hash.ts';
import type { ErasureWriter } from '../../dynamo/control/erasure-writer.ts';
import type { KnownMeeting } from '../../dynamo/meetings/every-meeting.ts';
import type { MeetingItems, RowEraser } from '../../dynamo/rows/erase-rows.ts';

export type SealDeps = {
  readonly rows: RowEraser;
  readonly marks: ErasureWriter;
  readonly storeSecret: () => Promise<string>;
};

/**
 * Rewrites what versions without a secret of the stage kept of a meeting in a form that a guess could be held against:
 * content hashes, and which receipts its marks are of. Twice changes nothing.
 * @returns the number of hashes
 */
export async function sealMeeting(
  meeting: KnownMeeting,
  { captures }: Pick<MeetingItems, 'captures'>,
  { rows, marks, storeSecret }: SealDeps,
): Promise<number> {
  const { uuid } = meeting;
  await marks.seal(meeting);
  let sealed = 0;
  for (const { contentHash, ...capture } of captures) {
    if (contentHash === undefined || isKeyed(contentHash)) continue;
    const replacement = sealedContentHash(await storeSecret(), contentHash, { uuid, dataset: capture.dataset });
    await rows.replaceHash(uuid, { ...capture, contentHash }, replacement);
    sealed += 1;
  }
  return sealed;
}

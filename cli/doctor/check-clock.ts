import { type Finding, fault, ok, warning } from './finding.ts';

/** An answer's date is told to the second, and the answer took a while. */
const closeEnoughMs = 30_000;

export type CheckClockDeps = {
  readonly url: string;
  readonly fetch: typeof fetch;
  /** Epoch ms. */
  readonly now: () => number;
};

/** Whether this machine's clock agrees with the other side's: signatures and waits go by it. */
export async function checkClock({ url, fetch, now }: CheckClockDeps): Promise<Finding> {
  const check = 'clock';
  const date = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    ({ headers }) => Date.parse(headers.get('date') ?? ''),
    () => Number.NaN,
  );
  if (Number.isNaN(date)) {
    return warning(
      check,
      `cannot be compared: ${new URL(url).host} tells no time`,
      'Compare it by hand with https://time.is.',
    );
  }
  const aheadMs = now() - date;
  if (Math.abs(aheadMs) <= closeEnoughMs) return ok(check, 'agrees with Zoom');
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  return fault(
    check,
    `this machine is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} Zoom`,
    'Have it set by the network (Linux: timedatectl set-ntp true; macOS and Windows: Date & Time, set automatically).',
  );
}

const minute = 60_000;

/** When one call is let through a stop, to see whether Zoom answers again. Milliseconds. */
export type ProbeWaits = {
  /** From the stop, and from each probe, to the next; the last one repeats. */
  readonly outage: readonly number[];
  readonly dayLimit: readonly number[];
  /** Over so long those whom the stop has put off come back. */
  readonly spread: number;
};

/** The waits, each times `timeScale` (1 in production), as those of a capture are. */
export function scaledProbeWaits(timeScale: number): ProbeWaits {
  const scale = (minutes: readonly number[]) => minutes.map((one) => Math.ceil(one * minute * timeScale));
  return { outage: scale([1, 2, 5, 10, 15]), dayLimit: scale([1, 5, 15, 30]), spread: Math.ceil(20_000 * timeScale) };
}

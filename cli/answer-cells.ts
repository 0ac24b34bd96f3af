/** Minutes with a decimal. */
export const minutesText = (minutes: number): string => minutes.toFixed(1);

export const roundedTo = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** A share of 0 to 1 as `12.5%`. */
export const percentText = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** A time to the second, in UTC: `2026-11-20 10:00:07`. */
export const secondText = (instant: string | undefined): string =>
  instant === undefined ? '' : instant.slice(0, 19).replace('T', ' ');

/** Minutes between two times; undefined where one of them is not known. */
export function minutesBetween(start: string | undefined, end: string): number | undefined {
  const minutes = (Date.parse(end) - Date.parse(start ?? '')) / 60_000;
  return Number.isFinite(minutes) && minutes >= 0 ? roundedTo(minutes, 1) : undefined;
}

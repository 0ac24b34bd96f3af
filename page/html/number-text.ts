/** `5,000`. */
export const numberText = (number: number): string => number.toLocaleString('en');

/** `1 person`, `5,000 people`. */
export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${numberText(count)} ${count === 1 ? one : many}`;

/** `0 %`, `< 1 %`, `12 %`, `> 99 %`, `100 %`, with blanks that no line breaks at: rounding makes neither nothing nor all of a part. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.005) return '<\u00a01\u00a0%';
  if (share < 1 && share >= 0.995) return '>\u00a099\u00a0%';
  return `${Math.round(share * 100)}\u00a0%`;
}

/** Three digits at the most where there are decimals: `0.42`, `12.3`, `126`. */
export const measureText = (value: number): string =>
  numberText(
    value < 10 ? Math.round(value * 100) / 100 : value < 100 ? Math.round(value * 10) / 10 : Math.round(value),
  );

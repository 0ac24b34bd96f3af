const between = (fromMs: number, toMs: number, random: () => number) => () => fromMs + random() * (toMs - fromMs);

/** What calls take on their way, in milliseconds: assumed, as from the same continent. */
export const network = {
  zoom: (random: () => number) => ({ there: between(10, 60, random), back: between(100, 300, random) }),
  dynamodb: (random: () => number) => between(3, 15, random),
};

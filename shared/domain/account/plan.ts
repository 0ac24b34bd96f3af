/** The Zoom plan of an account: it decides how many calls Zoom allows. */
export const plans = ['free', 'pro', 'business'] as const;
export type Plan = (typeof plans)[number];

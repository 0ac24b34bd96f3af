/**
 * The most MB of V8's nursery, of which it keeps three. 2 would hold a consumer to 130 MB on the largest webinars, where 8 takes 145; but
 * most of a QoS page would outlive it and be copied, which costs a sixth of the page's processor time. What Lambda chooses by the function's
 * memory takes up to 200.
 */
export const nurseryMb = 8;

/** Node's options of every function. */
export const nodeOptions: readonly string[] = [`--max-semi-space-size=${nurseryMb}`];

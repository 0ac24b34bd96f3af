import * as z from 'zod/mini';

const subAccountsState = z.object({
  /** Zoom's ids. */
  ids: z.array(z.string()),
  /** Epoch ms: when Zoom is asked again. */
  askAgainAt: z.number(),
});

/** Which sub-accounts Zoom has listed of a master account. */
export type SubAccountsState = z.infer<typeof subAccountsState>;

/** @throws when the item was not written by a sweep. */
export const decodeSubAccountsState = (value: unknown): SubAccountsState => subAccountsState.parse(value);

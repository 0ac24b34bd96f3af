/** One delivery of a message, as far as a capture needs to know. */
export type Delivery = {
  /** The queue's; the same again when the message is received again. */
  readonly messageId: string;
  /** Until the function is ended, in ms. */
  readonly remainingMs: () => number;
};

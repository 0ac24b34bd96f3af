import type { ClientBounds } from '../../shared/runtime/bounded-client.ts';

/** How long a command waits for AWS: from far away, over any line, with somebody watching. */
export const commandBounds: ClientBounds = { connectMs: 3_000, attemptMs: 10_000, sendMs: 30_000 };

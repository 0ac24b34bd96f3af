const hour = 3_600_000;

/**
 * A capture that nobody works on so long after it was due has lost its message: the longest deferral is 15 minutes, and a
 * message whose worker died comes back after 12.
 */
export const overdueMs = hour;

/**
 * From one rescue of a capture to the next, in milliseconds: its queue may be days behind, and a message more for each round
 * would only lengthen it. `rescues` counts those since the capture last moved.
 */
export const nextRescueMs = (rescues: number): number => Math.min(48, 6 * 2 ** rescues) * hour;

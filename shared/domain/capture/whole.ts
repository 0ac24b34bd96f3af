import type { Capture } from './capture.ts';

/** Whether the stored rows are those of one finished poll, and no other. */
export const isWhole = ({ state, progress, unfinishedRows }: Capture): boolean =>
  progress === undefined && !unfinishedRows && (state === 'captured' || state === 'settled' || state === 'empty');

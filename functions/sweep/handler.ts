import { sweepHandler } from '../../shared/lambda/sweep-handler.ts';

export const handler = sweepHandler();

import type { Figure } from '../figure.ts';
import { billed } from './billed.ts';
import { calls } from './calls.ts';
import { cpu } from './cpu.ts';
import { dollars } from './dollars.ts';
import { dynamodb } from './dynamodb.ts';
import { growth } from './growth.ts';
import { memory } from './memory.ts';
import { mirror } from './mirror.ts';
import { rateLimit } from './rate-limit.ts';
import { tokenChain } from './token-chain.ts';
import { webhook } from './webhook.ts';

/** In the order of the table. */
export const figures: readonly Figure[] = [
  ...[webhook, tokenChain, rateLimit, calls, cpu, memory, dynamodb, billed, dollars, growth, mirror],
];

import type { Figure } from '../figure.ts';
import { calls } from './calls.ts';
import { cpu } from './cpu.ts';
import { dollars } from './dollars.ts';
import { dynamodb } from './dynamodb.ts';
import { tokenChain } from './token-chain.ts';
import { webhook } from './webhook.ts';

/** In the order of the table. */
export const figures: readonly Figure[] = [webhook, tokenChain, calls, cpu, dynamodb, dollars];

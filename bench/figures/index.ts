import type { Figure } from '../figure.ts';
import { cpu } from './cpu.ts';
import { dynamodb } from './dynamodb.ts';

/** In the order of the table. */
export const figures: readonly Figure[] = [cpu, dynamodb];

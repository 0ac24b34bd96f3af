import type { Figure } from '../figure.ts';
import { dynamodb } from './dynamodb.ts';

/** In the order of the table. */
export const figures: readonly Figure[] = [dynamodb];

import type { Dataset } from '../shared/domain/dataset.ts';

const labels: Readonly<Record<Dataset, string>> = { participants: 'Participants', qos: 'Qos', report: 'Report' };

/** The stack's outputs with the addresses of a dataset's queues. */
export const queueOutput = (dataset: Dataset): string => `${labels[dataset]}QueueUrl`;
export const deadLetterQueueOutput = (dataset: Dataset): string => `${labels[dataset]}DeadLetterQueueUrl`;

import { datasetConsumer } from '../../shared/lambda/dataset-consumer.ts';

export const handler = datasetConsumer('report');

import { TemplateError } from '../errors.ts';
import { createPropertyReader } from './read-value.ts';
import { type ResolvedTemplate, resourcesOf } from './resolve-template.ts';

export type EventSource = {
  readonly logicalId: string;
  readonly queueArn: string;
  /** Name or ARN. */
  readonly functionName: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly concurrency: number;
  readonly reportsBatchItemFailures: boolean;
};

/** With how many batches at a time Lambda starts when nothing limits it. */
const defaultConcurrency = 5;

/** The event source mappings that are switched on. */
export function declaredEventSources(template: ResolvedTemplate): readonly EventSource[] {
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping').flatMap(
    ({ logicalId, properties }): EventSource[] => {
      const { required, optional } = createPropertyReader(properties, logicalId);
      if (optional('Enabled', 'boolean') === false) return [];
      const source = {
        logicalId,
        queueArn: required('EventSourceArn', 'text'),
        functionName: required('FunctionName', 'text'),
        batchSize: optional('BatchSize', 'number') ?? 10,
        batchingWindowSeconds: optional('MaximumBatchingWindowInSeconds', 'number') ?? 0,
        concurrency:
          createPropertyReader(optional('ScalingConfig', 'record') ?? {}, logicalId).optional(
            'MaximumConcurrency',
            'number',
          ) ?? defaultConcurrency,
        reportsBatchItemFailures:
          optional('FunctionResponseTypes', 'list')?.includes('ReportBatchItemFailures') ?? false,
      };
      if (source.concurrency < 2) throw new TemplateError(`${logicalId}: MaximumConcurrency is 2 at least in AWS`);
      if (source.batchSize > 10 && source.batchingWindowSeconds < 1) {
        throw new TemplateError(`${logicalId}: a batch over 10 needs a batching window of 1 s at least in AWS`);
      }
      return [source];
    },
  );
}

import type { EngineFront } from '../engines/engine-front.ts';
import { TemplateError } from '../errors.ts';
import { accessKeyIdOf } from '../functions/function-environment.ts';
import type { StackFunctions } from '../functions/stack-functions.ts';
import type { HttpApiServer } from '../http/http-api-server.ts';
import type { DeclaredQueue } from '../template/declared-stores.ts';
import { declaredEventSources } from '../template/event-sources.ts';
import type { ResolvedTemplate } from '../template/resolve-template.ts';
import { type QueuePoller, startQueuePoller } from './queue-poller.ts';

type QueuesToPoll = {
  readonly template: ResolvedTemplate;
  readonly queues: readonly DeclaredQueue[];
  readonly sqs: EngineFront;
  readonly http: Pick<HttpApiServer, 'whenQuiet'>;
};

/**
 * One machine answers HTTP requests before it works on messages: who sent a request waits for it, and a webhook's sender for
 * three seconds alone. Requests without end hold messages up for so long at a time.
 */
const longestGivingWayMs = 5_000;

/** Polls the queues of a stack for its functions, as its event source mappings say, and with the functions' keys. */
export function startStackPollers(
  { template, queues, sqs, http }: QueuesToPoll,
  functions: StackFunctions,
): QueuePoller {
  const wirings = declaredEventSources(template).map((source) => {
    const { definition, mostInstances } = functions.find(source.functionName);
    const queue = queues.find(({ arn }) => arn === source.queueArn);
    if (queue === undefined) {
      throw new TemplateError(`${source.logicalId}: ${source.queueArn} is no queue of the stack`);
    }
    if (Number(queue.definition.attributes.VisibilityTimeout) < definition.timeoutSeconds) {
      const reason = `hides messages for less than ${definition.logicalId} may take, which AWS refuses`;
      throw new TemplateError(`${source.logicalId}: ${queue.logicalId} ${reason}`);
    }
    return { source, queue, definition, mostInstances };
  });
  const pollers = wirings.map(({ source, queue, definition, mostInstances }) =>
    startQueuePoller({
      ...source,
      queue,
      // A batch that waits for an instance would spend its visibility time-out.
      concurrency: Math.min(source.concurrency, mostInstances),
      sqs: createSqsCaller(sqs, accessKeyIdOf(definition.name)),
      giveWay: () => http.whenQuiet(longestGivingWayMs),
      invoke: (event) => functions.invoke(definition.logicalId, event),
      log: (line) => functions.find(definition.logicalId).log(line),
    }),
  );
  return {
    async stop() {
      await Promise.all(pollers.map((poller) => poller.stop()));
    },
  };
}

/** Calls SQS within this process, signed by an access key; rejects when it refuses. */
const createSqsCaller =
  (sqs: EngineFront, accessKeyId: string) =>
  async (operation: string, body: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const answer = await sqs.call(operation, body, accessKeyId);
    if (answer.status !== 200) throw new Error(`${operation} ${answer.status}: ${answer.body.toString()}`);
    return JSON.parse(answer.body.toString() || '{}');
  };

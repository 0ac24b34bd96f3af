import type { SQSClient } from '@aws-sdk/client-sqs';
import { type CapturedParts, capturedDatasets } from '../domain/account/captured-parts.ts';
import type { Capture } from '../domain/capture/capture.ts';
import { createNewsQueue } from './news-queue.ts';

interface CaptureNewsDeps {
  readonly client: Pick<SQSClient, 'send'>;
  /** Absent in a stage that tells no news. */
  readonly queueUrl: string | undefined;
  /** What the settings of the Zoom account with this id have captured. @throws where that cannot be read */
  readonly captured: (accountId: string) => Promise<CapturedParts>;
}

/** Says in the queue of news that there is some of a capture, with what is captured beside it; undefined where nobody wants to hear. */
export function createCaptureNews({ client, queueUrl, captured }: CaptureNewsDeps) {
  if (!queueUrl) return undefined;
  const send = createNewsQueue({ client, queueUrl });
  /** Nothing where that cannot be read: news are no reason to fail. */
  const datasetsOf = async ({ account, kind }: Pick<Capture, 'account' | 'kind'>) =>
    captured(account).then(
      (parts) => ({ datasets: [...capturedDatasets(parts, kind)] }),
      () => ({}),
    );
  return async (capture: Capture): Promise<void> => {
    const { uuid, dataset } = capture;
    await send({ v: 1, about: 'capture', uuid, dataset, ...(await datasetsOf(capture)) });
  };
}

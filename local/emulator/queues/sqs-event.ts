import { isRecord, readValue } from '../template/read-value.ts';
import { region } from '../template/resource-names.ts';

/** A message as ReceiveMessage gives it. */
export type ReceivedMessage = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly messageAttributes: Readonly<Record<string, unknown>>;
};

export function decodeReceived(answer: unknown): readonly ReceivedMessage[] {
  const messages = readValue.list(readValue.record(answer, 'ReceiveMessage').Messages ?? [], 'Messages');
  return messages.map((message) => {
    const { MessageId, ReceiptHandle, Body, MD5OfBody, Attributes, MessageAttributes } = readValue.record(
      message,
      'Message',
    );
    return {
      messageId: readValue.text(MessageId, 'MessageId'),
      receiptHandle: readValue.text(ReceiptHandle, 'ReceiptHandle'),
      body: readValue.text(Body, 'Body'),
      md5OfBody: readValue.text(MD5OfBody, 'MD5OfBody'),
      attributes: readValue.record(Attributes ?? {}, 'Attributes'),
      messageAttributes: readValue.record(MessageAttributes ?? {}, 'MessageAttributes'),
    };
  });
}

/**
 * The event that Lambda makes of messages.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export const toSqsEvent = (messages: readonly ReceivedMessage[], queueArn: string) => ({
  Records: messages.map((message) => ({
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, value]) => [name, toEventAttribute(value)]),
    ),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  })),
});

function toEventAttribute(value: unknown) {
  const { StringValue, BinaryValue, DataType } = readValue.record(value, 'MessageAttributes');
  return {
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}

/**
 * Which messages of a batch a function that reports batch item failures has failed, by what it returned. A response
 * that is not understood fails the whole batch; an empty one none of it.
 * @param response what the function returned, parsed; null when nothing
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedMessageIds(response: unknown, messageIds: readonly string[]): ReadonlySet<string> {
  const everything = new Set(messageIds);
  if (response === null || response === undefined) return new Set();
  if (!isRecord(response)) return everything;
  const failures = response.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return everything;
  const failed = new Set<string>();
  for (const item of failures) {
    const id = isRecord(item) ? item.itemIdentifier : undefined;
    if (typeof id !== 'string' || !everything.has(id)) return everything;
    failed.add(id);
  }
  return failed;
}

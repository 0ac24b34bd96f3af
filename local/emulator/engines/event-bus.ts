import { randomUUID } from 'node:crypto';
import { isRecord } from '../template/read-value.ts';
import { account, region } from '../template/resource-names.ts';
import { type Engine, type EngineAnswer, errorAnswer, jsonAnswer } from './engine-call.ts';

/** What a rule's target gets. */
export type BusEvent = {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  /** ISO 8601. */
  readonly time: string;
  readonly bus: string;
  readonly detail: unknown;
};

const mostEntries = 10;
const mostBytes = 256 * 1024;

export type EventBusEngine = Engine & { readonly serve: (buses: readonly string[]) => void };

/**
 * EventBridge as far as events are put: there are no rules here. What it takes is told and forgotten.
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function createEventBus(tell: (event: BusEvent) => void): EventBusEngine {
  let names: readonly string[] = ['default'];

  function put(entry: unknown): { EventId: string } | { ErrorCode: string; ErrorMessage: string } {
    const { EventBusName = 'default', Source, DetailType, Detail, Time } = isRecord(entry) ? entry : {};
    const bus = String(EventBusName).replace(/^arn:.*:event-bus\//, '');
    const refuse = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
    if (!names.includes(bus)) return refuse('ResourceNotFoundException', `There is no event bus ${bus}.`);
    if (typeof Source !== 'string' || typeof DetailType !== 'string') {
      return refuse('InvalidArgument', 'Source and DetailType are required.');
    }
    const detail = parsed(Detail);
    if (!isRecord(detail)) return refuse('MalformedDetail', 'Detail is malformed.');
    const id = randomUUID();
    const time = new Date(typeof Time === 'number' ? Time * 1_000 : Date.now()).toISOString();
    tell({ id, source: Source, 'detail-type': DetailType, time, bus, detail });
    return { EventId: id };
  }

  return {
    serve(buses) {
      names = ['default', ...buses];
    },
    async answer({ operation, body, rawBody }): Promise<EngineAnswer> {
      if (operation !== 'PutEvents') return errorAnswer(400, 'UnknownOperationException', `No operation ${operation}`);
      const { Entries } = body;
      const entries = Array.isArray(Entries) ? Entries : [];
      if (entries.length < 1 || entries.length > mostEntries || rawBody.length > mostBytes) {
        return errorAnswer(400, 'ValidationException', 'There must be 1 to 10 entries, of 256 KB in all.');
      }
      const results = entries.map(put);
      return jsonAnswer(200, {
        FailedEntryCount: results.filter((one) => 'ErrorCode' in one).length,
        Entries: results,
      });
    },
    async close() {},
  };
}

export const busArn = (name: unknown): string => {
  const bus = typeof name === 'string' ? name : 'default';
  return bus.startsWith('arn:') ? bus : `arn:aws:events:${region}:${account}:event-bus/${bus}`;
};

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

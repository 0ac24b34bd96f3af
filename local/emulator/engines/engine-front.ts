import type { IncomingMessage, ServerResponse } from 'node:http';
import { createOwnServer } from '../../own-server.ts';
import { listenOnLoopback } from '../../server-process.ts';
import { createUploadRoom, readBody, type Upload } from '../http/upload-room.ts';
import {
  type Engine,
  type EngineAnswer,
  type EngineName,
  errorAnswer,
  type Intercept,
  jsonAnswer,
} from './engine-call.ts';

type EngineFrontOptions = {
  readonly name: EngineName;
  readonly engine: Engine;
  readonly intercept?: Intercept | undefined;
  /** Logical id of the function that has this access key. */
  readonly functionOf: (accessKeyId: string) => string | undefined;
  /** Answered to `GET /`, so that a client can tell whose engine listens there. */
  readonly instance: string;
};

/** The one way to an engine: over HTTP for SDK clients, by `call` within this process; both are intercepted. */
export type EngineFront = {
  readonly url: string;
  /** By `call` a body that is no Buffer becomes JSON. */
  readonly call: (operation: string, body: unknown, accessKeyId?: string) => Promise<EngineAnswer>;
  /** Takes no more calls, lets the running ones end, then closes the engine. */
  readonly close: () => Promise<void>;
};

/** A POST there has what was deleted leave the disk; AWS knows no such call. */
export const compactPath = '/compact';

/** As DynamoDB has it for a request, and far more than SQS and EventBridge take. */
const longestBodyBytes = 16 * 1024 ** 2;
/** Of all requests at once. */
const mostHeldBytes = 128 * 1024 ** 2;

const refusals = {
  'too-large': errorAnswer(413, 'RequestEntityTooLarge', 'The request is larger than 16 MB'),
  'no-room': errorAnswer(503, 'ServiceUnavailable', 'There is no room for more requests at once'),
};

/** Longest that closing waits for running calls. */
const closeTimeoutMs = 3_000;

export async function createEngineFront(options: EngineFrontOptions): Promise<EngineFront> {
  const { name, engine, functionOf, instance } = options;
  const intercept: Intercept = options.intercept ?? ((_call, next) => next());
  const running = new Set<Promise<EngineAnswer>>();

  async function answer(operation: string, rawBody: Buffer, accessKeyId: string | undefined): Promise<EngineAnswer> {
    const functionId = accessKeyId === undefined ? undefined : functionOf(accessKeyId);
    const call = { engine: name, operation, body: parseRecord(rawBody), rawBody, accessKeyId, functionId };
    try {
      return await intercept(call, () => engine.answer(call));
    } catch (error) {
      return errorAnswer(500, 'InternalFailure', error instanceof Error ? error.message : String(error));
    }
  }

  function track(answering: Promise<EngineAnswer>): Promise<EngineAnswer> {
    running.add(answering);
    return answering.finally(() => running.delete(answering));
  }

  async function serve(request: IncomingMessage, response: ServerResponse, upload: Upload): Promise<void> {
    const rawBody = await readBody(request, { upload, longestBytes: longestBodyBytes });
    if (typeof rawBody === 'string') return write(response, refusals[rawBody]);
    const operation = /\.(\w+)$/.exec(String(request.headers['x-amz-target'] ?? ''))?.[1];
    const accessKeyId = /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? '')?.[1];
    if (request.method === 'GET') return write(response, jsonAnswer(200, { engine: name, instance }));
    if (request.url === compactPath) {
      await engine.compact?.();
      return write(response, jsonAnswer(200, {}));
    }
    if (operation === undefined) return write(response, errorAnswer(400, 'InvalidAction', 'No X-Amz-Target header'));
    write(response, await track(answer(operation, rawBody, accessKeyId)));
  }

  const room = createUploadRoom(mostHeldBytes);
  const server = createOwnServer((request, response) => {
    const upload = room.begin();
    serve(request, response, upload)
      .catch(() => response.destroy())
      .finally(upload.end);
  });
  // Clients keep connections for longer than Node's 5 s; a connection closed under a request would look like a fault.
  server.keepAliveTimeout = 120_000;
  const listener = await listenOnLoopback(server, 0);

  return {
    url: listener.url,
    call(operation, body, accessKeyId) {
      const rawBody = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
      return track(answer(operation, rawBody, accessKeyId));
    },
    async close() {
      const ended = Promise.allSettled(running);
      const { promise: timeout, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, closeTimeoutMs);
      await Promise.race([ended, timeout]);
      clearTimeout(timer);
      await listener.close();
      await engine.close();
    },
  };
}

function write(response: ServerResponse, { status, headers, body }: EngineAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
}

function parseRecord(rawBody: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(rawBody.toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createOwnServer } from '../../own-server.ts';
import { listenOnLoopback } from '../../server-process.ts';
import { TemplateError } from '../errors.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';

type InvokeApi = {
  /** Where a client of Lambda finds the functions. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

const invocations = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/**
 * Lambda's Invoke over HTTP, for the SDK's client: synchronous, by the function's name or ARN.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function startInvokeApi(
  invoke: (functionId: string, event: unknown) => Promise<InvocationOutcome>,
): Promise<InvokeApi> {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, name] = invocations.exec((request.url ?? '').split('?')[0] ?? '') ?? [];
    const body = await buffer(request);
    // A page in a browser cannot send this header without being allowed to, so that no web site invokes anything.
    if (name === undefined || request.method !== 'POST' || request.headers.authorization === undefined) {
      return refuse(response, 'InvalidRequestContentException', 'Only signed invocations are known.');
    }
    try {
      const outcome = await invoke(decodeURIComponent(name), JSON.parse(body.toString() || 'null'));
      if (outcome.kind === 'returned') return answer(response, 200, outcome.payload);
      response.setHeader('x-amz-function-error', 'Unhandled');
      answer(response, 200, JSON.stringify(outcome.error));
    } catch (error) {
      if (error instanceof SyntaxError) return refuse(response, 'InvalidRequestContentException', 'No JSON.');
      if (!(error instanceof TemplateError)) throw error;
      refuse(response, 'ResourceNotFoundException', error.message);
    }
  };
  const server = createOwnServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const { url, close } = await listenOnLoopback(server, 0);
  return { url, close };
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

/** Error types of Lambda's, and the status that each comes with. */
const refusals = { InvalidRequestContentException: 400, ResourceNotFoundException: 404 } as const;

function refuse(response: ServerResponse, type: keyof typeof refusals, Message: string): void {
  response.setHeader('x-amzn-errortype', type);
  answer(response, refusals[type], JSON.stringify({ Type: 'User', Message }));
}

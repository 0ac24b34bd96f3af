import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../../listen-on-loopback.ts';
import { TemplateError } from '../template/template-error.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';

export type InvokeApi = {
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
      return refuse(response, 400, 'InvalidRequestContentException', 'Only signed invocations are known.');
    }
    try {
      const outcome = await invoke(decodeURIComponent(name), JSON.parse(body.toString() || 'null'));
      if (outcome.kind === 'returned') return answer(response, 200, outcome.payload);
      answer(response, 200, JSON.stringify(outcome.error), { 'x-amz-function-error': 'Unhandled' });
    } catch (error) {
      if (error instanceof SyntaxError) return refuse(response, 400, 'InvalidRequestContentException', 'No JSON.');
      if (!(error instanceof TemplateError)) throw error;
      refuse(response, 404, 'ResourceNotFoundException', error.message);
    }
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const { url, close } = await listenOnLoopback(server, 0);
  return { url, close };
}

function answer(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}

const refuse = (response: ServerResponse, status: number, type: string, Message: string): void =>
  answer(response, status, JSON.stringify({ Type: 'User', Message }), { 'x-amzn-errortype': type });

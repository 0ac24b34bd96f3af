import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { errorFrom } from '../runtime/errors.ts';
import type { FunctionLog } from '../telemetry/log.ts';

export type HttpWork = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The handler of a route of the HTTP API. Whatever is thrown is a 500 without a body, and a line in the log.
 *
 * Never another status, even if the error bears one (so no `@middy/http-error-handler`): Zoom sends an event again
 * after a 5xx only, and after a 4xx it is lost.
 */
export function httpHandler(
  work: HttpWork,
  log: FunctionLog,
): middy.MiddyfiedHandler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .before(({ context }) => log.addContext(context))
    .onError((request) => {
      log.error('request failed', { error: errorFrom(request.error) });
      request.response = { statusCode: 500 };
    })
    .handler(work);
}

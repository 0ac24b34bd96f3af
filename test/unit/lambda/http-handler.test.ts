import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { expect, test } from 'vitest';
import { httpHandler } from '../../../shared/lambda/http-handler.ts';
import { context, createMemoryLog } from './lambda-fixture.ts';

const event = { body: 'Geheim' } as APIGatewayProxyEventV2;

test('what the work answers is the answer', async () => {
  const { log, lines } = createMemoryLog();
  expect(await httpHandler(async () => ({ statusCode: 204 }), log)(event, context())).toEqual({ statusCode: 204 });
  expect(lines).toEqual([]);
});

test.each([new Error('no luck'), Object.assign(new Error('no luck'), { statusCode: 404, expose: true })])(
  'whatever is thrown is a 500 that says nothing, so that Zoom sends again',
  async (error) => {
    const { log, lines } = createMemoryLog();
    expect(await httpHandler(() => Promise.reject(error), log)(event, context())).toEqual({ statusCode: 500 });
    expect(lines).toEqual([{ level: 'error', message: 'request failed', fields: { error } }]);
  },
);

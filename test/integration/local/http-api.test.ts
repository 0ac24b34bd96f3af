// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation is CloudFormation's own
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { lambda, type SmallStack, startSmall } from '../../support/emulator/small-stack.ts';

const echo = 'export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });';

const api = (
  settings: { readonly permission?: boolean; readonly function?: Readonly<Record<string, unknown>> } = {},
) => ({
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'small', ProtocolType: 'HTTP' } },
  Receiver: lambda('receiver', settings.function),
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': ['Receiver', 'Arn'] },
      PayloadFormatVersion: '2.0',
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: 'POST /webhook',
      Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
    },
  },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
  },
  ...(settings.permission !== false && {
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['Receiver', 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: {
          'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/*/webhook',
        },
      },
    },
  }),
});

const post = (stack: SmallStack, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${stack.httpUrl}/webhook?a=1&a=2`, { method: 'POST', body, headers });

describe('the HTTP API', () => {
  test('the HTTP API hands a request over in payload format 2.0', async () => {
    const stack = await startSmall({ Resources: api() }, { receiver: echo });
    const body = '{"topic":"Größe 😀"}';
    const response = await post(stack, body, {
      'Content-Type': 'application/json; charset=utf-8',
      'X-Zm-Signature': 'v0=1',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      version: '2.0',
      routeKey: 'POST /webhook',
      rawPath: '/webhook',
      rawQueryString: 'a=1&a=2',
      queryStringParameters: { a: '1,2' },
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-zm-signature': 'v0=1',
        'x-forwarded-proto': 'https',
      },
      requestContext: { http: { method: 'POST', path: '/webhook' }, stage: '$default', timeEpoch: expect.any(Number) },
      body,
      isBase64Encoded: false,
    });
  });

  test.each([
    ['compressed bytes', 'application/octet-stream'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['what has no type', undefined],
  ])('the HTTP API hands %s over in base64', async (_what, type) => {
    const stack = await startSmall({ Resources: api() }, { receiver: echo });
    const bytes = new Uint8Array(gzipSync('hello'));
    const response = await post(stack, bytes, type === undefined ? {} : { 'content-type': type });
    const event = (await response.json()) as { body: string; isBase64Encoded: boolean };
    expect(event.isBase64Encoded).toBe(true);
    expect(new Uint8Array(Buffer.from(event.body, 'base64'))).toEqual(bytes);
  });

  test('the HTTP API answers what the function says: status, headers, cookies, bytes', async () => {
    const receiver = `export const handler = async () => ({ statusCode: 418, headers: { 'X-Odd': 'yes' },
      cookies: ['a=1', 'b=2'], body: Buffer.from([0, 255]).toString('base64'), isBase64Encoded: true });`;
    const response = await post(await startSmall({ Resources: api() }, { receiver }), '');
    expect(response.status).toBe(418);
    expect(response.headers.get('x-odd')).toBe('yes');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255]);
  });

  test('the HTTP API answers 404 for a path or a method that no route has', async () => {
    const stack = await startSmall({ Resources: api() }, { receiver: echo });
    for (const response of [
      await fetch(`${stack.httpUrl}/webhook`),
      await fetch(`${stack.httpUrl}/webhook/more`, { method: 'POST' }),
      await fetch(`${stack.httpUrl}/`, { method: 'POST' }),
    ]) {
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ message: 'Not Found' });
    }
    expect(stack.invocations).toEqual([]);
  });

  test('the HTTP API answers 413 for more than 10 MB, and 500 for what is too large for Lambda', async () => {
    const stack = await startSmall({ Resources: api() }, { receiver: echo });
    const tooLargeForApi = await post(stack, 'x'.repeat(10 * 1024 * 1024 + 1), { 'content-type': 'text/plain' });
    const tooLargeForLambda = await post(stack, 'x'.repeat(7 * 1024 * 1024), { 'content-type': 'text/plain' });
    expect([tooLargeForApi.status, tooLargeForLambda.status]).toEqual([413, 500]);
  });

  test.each([
    ['the handler throws', `export const handler = async () => { throw new Error('secret reason'); };`],
    ['the module does not load', `throw new Error('secret reason');`],
    ['the instance ends', 'export const handler = async () => process.exit(1);'],
    ['the response is no response', 'export const handler = async () => ({ statusCode: 999 });'],
  ])('the HTTP API answers 500 and no reason when %s', async (_why, receiver) => {
    const response = await post(await startSmall({ Resources: api() }, { receiver }), '{}');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
  });

  test('the HTTP API answers 500 when the function does not permit it to invoke', async () => {
    const stack = await startSmall({ Resources: api({ permission: false }) }, { receiver: echo });
    expect((await post(stack, '{}')).status).toBe(500);
    expect(stack.invocations).toEqual([]);
  });

  test('the HTTP API answers 503 when all instances that the function reserves are busy', async () => {
    const receiver =
      'export const handler = () => new Promise((resolve) => setTimeout(() => resolve({ statusCode: 204 }), 500));';
    const resources = api({ function: { ReservedConcurrentExecutions: 1 } });
    const stack = await startSmall({ Resources: resources }, { receiver });
    const statuses = await Promise.all(
      [post(stack, '1'), post(stack, '2')].map(async (response) => (await response).status),
    );
    expect(statuses.toSorted()).toEqual([204, 503]);
  });

  test('the HTTP API serves another instance after one crashed', async () => {
    const receiver = `let calls = 0; export const handler = async ({ body }) => {
      calls += 1; if (body === 'crash') process.exit(1); return { statusCode: 200, body: String(calls) }; };`;
    const stack = await startSmall({ Resources: api() }, { receiver });
    const text = { 'content-type': 'text/plain' };
    expect(await (await post(stack, 'a', text)).text()).toBe('1');
    expect((await post(stack, 'crash', text)).status).toBe(500);
    expect(await (await post(stack, 'b', text)).text()).toBe('1');
  });

  test('the HTTP API lets requests at work end when the stack closes', async () => {
    const receiver =
      'export const handler = () => new Promise((resolve) => setTimeout(() => resolve({ statusCode: 204 }), 300));';
    const stack = await startSmall({ Resources: api() }, { receiver });
    const answering = post(stack, '{}');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await stack.close();
    expect((await answering).status).toBe(204);
    await expect(post(stack, '{}')).rejects.toThrow();
  });
});

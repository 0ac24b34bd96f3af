import { describe, expect, test } from 'vitest';
import { isTextType, toHttpAnswer, toHttpEvent } from '../../../local/emulator/http/http-payload.ts';
import { matchRoute } from '../../../local/emulator/http/http-routes.ts';
import { mayInvoke } from '../../../local/emulator/permissions/service-permissions.ts';

test.each([
  ['POST', '/webhook', 'POST /webhook', {}],
  ['GET', '/webhook', 'ANY /webhook', {}],
  ['GET', '/a/b', 'GET /a/{id}', { id: 'b' }],
  ['GET', '/a/b/c', 'GET /a/{rest+}', { rest: 'b/c' }],
  ['PUT', '/x', '$default', {}],
])('the request %s %s goes to the route %s', (method, path, routeKey, pathParameters) => {
  const keys = ['$default', 'GET /a/{rest+}', 'GET /a/{id}', 'ANY /webhook', 'POST /webhook'];
  const routes = keys.map((key) => ({ routeKey: key }));
  expect(matchRoute(routes, method, path)).toEqual({ route: { routeKey }, pathParameters });
});

test('a request that no route takes matches none', () => {
  expect(matchRoute([{ routeKey: 'POST /webhook' }], 'POST', '/webhook/')).toBeUndefined();
});

test.each([
  ['application/json', true],
  ['Application/JSON; charset=utf-8', true],
  ['text/csv', true],
  ['application/vnd.api+json', false],
  ['application/x-www-form-urlencoded', false],
  [undefined, false],
])('a body of type %s is text: %s', (type, isText) => {
  expect(isTextType(type)).toBe(isText);
});

test('headers sent twice are joined, cookies stand apart, the time is written as API Gateway does', () => {
  const headers = [
    ['accept', 'a'],
    ['accept', 'b'],
    ['cookie', 'x=1; y=2'],
  ] as const;
  const request = { method: 'GET', target: '/p', headers, body: Buffer.alloc(0), sourceIp: '127.0.0.1' };
  const route = {
    apiId: 'api',
    stage: '$default',
    stageVariables: undefined,
    routeKey: 'GET /p',
    pathParameters: {},
    domainName: 'd',
    requestId: 'id',
    receivedAtMs: Date.UTC(2026, 10, 20, 1, 2, 3),
  };
  const event = toHttpEvent(request, route);
  expect(event).toMatchObject({ headers: { accept: 'a,b' }, cookies: ['x=1', 'y=2'], isBase64Encoded: false });
  expect(event.headers).not.toHaveProperty('cookie');
  expect(event).not.toHaveProperty('body');
  expect(event.requestContext.time).toBe('20/Nov/2026:01:02:03 +0000');
});

describe('a response of a function', () => {
  const answer = (value: unknown) => toHttpAnswer({ kind: 'returned', payload: JSON.stringify(value) ?? 'null' });

  test('a response of a function without a status code is a body of its own', () => {
    const { statusCode, headers, body } = answer({ ok: true });
    expect({ statusCode, headers, body: body.toString() }).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"ok":true}',
    });
  });

  test('a response of a function may have no body', () => {
    expect(answer({ statusCode: 204 })).toEqual({ statusCode: 204, headers: {}, body: Buffer.alloc(0) });
  });

  test.each([{ statusCode: 'x' }, { statusCode: 200, body: {} }, { statusCode: 200, headers: [] }])(
    'a response of a function %j is a fault',
    (value) => {
      expect(answer(value).statusCode).toBe(500);
    },
  );
});

test.each([
  [undefined, true],
  ['arn:aws:execute-api:r:a:api/*/*/webhook', true],
  ['arn:aws:execute-api:r:a:api/*/GET/webhook', false],
  ['arn:aws:execute-api:r:a:other/*/*/webhook', false],
])('a permission for %s allows it: %s', (sourceArn, allowed) => {
  const permissions = [{ functionName: 'arn:f', principal: 'apigateway.amazonaws.com', sourceArn }];
  const arn = 'arn:aws:execute-api:r:a:api/$default/POST/webhook';
  const target = { name: 'f', arn: 'arn:f' };
  expect(mayInvoke(permissions, { principal: 'apigateway.amazonaws.com', arn }, target)).toBe(allowed);
  expect(mayInvoke(permissions, { principal: 'events.amazonaws.com', arn }, target)).toBe(false);
});

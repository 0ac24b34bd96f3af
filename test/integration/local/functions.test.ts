import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { FunctionFailedError } from '../../../local/emulator/errors.ts';
import { lambda, startSmall } from '../../support/emulator/small-stack.ts';

const one = (properties: Readonly<Record<string, unknown>> = {}, bundle = 'one') => ({
  One: lambda(bundle, properties),
});

describe('a function', () => {
  test('a function finds in its environment what the template and Lambda set, and nothing of the host’s', async () => {
    const stack = await startSmall(
      {
        Parameters: { Colour: { Type: 'String', Default: 'blue' } },
        Resources: {
          ...one({ Environment: { Variables: { COLOUR: { Ref: 'Colour' }, NUMBER: 7 } }, MemorySize: 256 }),
          Table: {
            Type: 'AWS::DynamoDB::Table',
            Properties: {
              KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
              AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
            },
          },
        },
      },
      { one: 'export const handler = async () => process.env;' },
      { environment: { ZOOM_API_URL: 'http://127.0.0.1:9' } },
    );
    const environment = (await stack.invoke('One', {})) as Record<string, string>;
    expect(environment).toEqual({
      COLOUR: 'blue',
      NUMBER: '7',
      ZOOM_API_URL: 'http://127.0.0.1:9',
      AWS_ACCESS_KEY_ID: stack.functions.One?.accessKeyId,
      AWS_SECRET_ACCESS_KEY: expect.any(String),
      AWS_SESSION_TOKEN: expect.any(String),
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: 'Small-One',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/Small-One',
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
      LAMBDA_TASK_ROOT: expect.stringContaining('asset.one'),
      LANG: 'en_US.UTF-8',
      TZ: 'UTC',
      _HANDLER: 'index.handler',
      AWS_ENDPOINT_URL_DYNAMODB: stack.dynamodbUrl,
      AWS_ENDPOINT_URL_SQS: stack.sqsUrl,
      AWS_ENDPOINT_URL_EVENTBRIDGE: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/),
      AWS_ENDPOINT_URL_S3: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/),
      PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: expect.stringMatching(/^\d+$/),
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    });
  });

  test('a function gets Lambda’s context', async () => {
    const code = `export const handler = async (event, context) => ({ ...context, event, left: context.getRemainingTimeInMillis() });`;
    const stack = await startSmall({ Resources: one({ Timeout: 5 }) }, { one: code });
    const context = (await stack.invoke('One', { a: 1 })) as { left: number };
    expect(context).toMatchObject({
      event: { a: 1 },
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: 'Small-One',
      invokedFunctionArn: stack.functions.One?.arn,
      memoryLimitInMB: '128',
    });
    expect(context.left).toBeGreaterThan(4_000);
    expect(context.left).toBeLessThanOrEqual(5_000);
  });

  test('a function keeps what its module holds from one invocation to the next', async () => {
    const stack = await startSmall({ Resources: one() }, { one: 'let n = 0; export const handler = async () => ++n;' });
    expect([await stack.invoke('One', {}), await stack.invoke('One', {})]).toEqual([1, 2]);
  });

  test('a function has no more instances than the run allows, and further invocations wait for one', async () => {
    const code = `import { threadId } from 'node:worker_threads'; import { setTimeout } from 'node:timers/promises';
      export const handler = async () => { await setTimeout(50); return threadId; };`;
    const stack = await startSmall({ Resources: one() }, { one: code }, { mostInstances: 2 });
    const threads = await Promise.all(Array.from({ length: 6 }, () => stack.invoke('One', {})));
    expect(new Set(threads).size).toBe(2);
  });

  test('a function’s instance that has nothing to do for a while ends, and the next invocation has a new one', async () => {
    const code = 'let n = 0; export const handler = async () => ++n;';
    const stack = await startSmall({ Resources: one() }, { one: code }, { idleInstanceMs: 100 });
    expect([await stack.invoke('One', {}), await stack.invoke('One', {})]).toEqual([1, 2]);
    await setTimeout(400);
    expect(await stack.invoke('One', {})).toBe(1);
    expect(stack.lines).toEqual([]);
  });

  test('a function may be CommonJS, as index.js is in Lambda', async () => {
    const bundles = { 'one.js': `exports.handler = async () => require('node:path').sep;` };
    const stack = await startSmall({ Resources: one({}, 'one.js') }, bundles);
    expect(await stack.invoke('One', {})).toBe('/');
  });

  test('a function finds the AWS SDK that Lambda brings, and no other package of the host’s', async () => {
    const sdk = await startSmall(
      { Resources: one() },
      { one: `import { SQSClient } from '@aws-sdk/client-sqs'; export const handler = async () => typeof SQSClient;` },
    );
    const zod = await startSmall({ Resources: one() }, { one: `import 'zod'; export const handler = async () => 1;` });
    expect(await sdk.invoke('One', {})).toBe('function');
    await expect(zod.invoke('One', {})).rejects.toThrow(/zod/);
  });

  test.each([
    ['threw', `export const handler = async () => { throw new TypeError('wrong'); };`, 'TypeError: wrong'],
    ['not-started', `throw new Error('no start');`, 'Error: no start'],
    ['not-started', 'export const other = 1;', 'Runtime.HandlerNotFound: index.handler is undefined or not exported'],
    ['timed-out', 'export const handler = () => new Promise(() => {});', 'Task timed out after 1.00 seconds'],
    ['crashed', 'export const handler = async () => process.exit(3);', 'exit status: 3'],
    [
      'crashed',
      'export const handler = async () => { const all = []; for (;;) all.push(Array(1e5).fill(1.5)); };',
      'memory',
    ],
    ['too-large', `export const handler = async () => 'x'.repeat(7e6);`, 'Response exceeded'],
  ] as const)('a function fails with the reason: %s', async (reason, code, message) => {
    const stack = await startSmall(
      { Resources: one({ Timeout: reason === 'timed-out' ? 1 : 20, MemorySize: 128 }) },
      { one: code },
    );
    const error = await stack.invoke('One', {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(FunctionFailedError);
    expect(error).toMatchObject({ reason, message: expect.stringContaining(message) });
  });

  test('a function writes its lines to the log', async () => {
    const code = `export const handler = async () => { console.log('out'); console.error('err'); };`;
    const stack = await startSmall({ Resources: one() }, { one: code });
    await stack.invoke('One', {});
    await expect.poll(() => stack.lines.toSorted()).toEqual(['err', 'out']);
  });
});

describe('secrets', () => {
  const Secret = { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } };
  const resources = {
    ...one({ Environment: { Variables: { SECRET: { Ref: 'Secret' } } } }),
    Secret,
  };
  const ask = (token: string, id: string) => `
    const port = process.env.PARAMETERS_SECRETS_EXTENSION_HTTP_PORT;
    const ask = async () => {
      const response = await fetch(\`http://localhost:\${port}/secretsmanager/get?secretId=\${encodeURIComponent(${id})}\`,
        { headers: { 'X-Aws-Parameters-Secrets-Token': ${token} } });
      return { status: response.status, text: await response.text() };
    };`;

  test('secrets are read through the extension with the session token, while the function works', async () => {
    const code = `${ask('process.env.AWS_SESSION_TOKEN', 'process.env.SECRET')}
      const early = await ask();
      export const handler = async () => ({ early, late: await ask() });`;
    const stack = await startSmall({ Resources: resources }, { one: code });
    const { early, late } = (await stack.invoke('One', {})) as Record<string, { status: number; text: string }>;
    expect(early).toEqual({ status: 400, text: expect.stringContaining('not ready to serve traffic') });
    expect(late?.status).toBe(200);
    expect(JSON.parse(late?.text ?? '')).toMatchObject({
      ARN: expect.stringMatching(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:Small-Secret-/),
      Name: 'Small-Secret',
      SecretString: 'Secret 0',
    });
  });

  test.each([
    ['a wrong token', `'wrong'`, 'process.env.SECRET'],
    ['a secret of nobody', 'process.env.AWS_SESSION_TOKEN', `'other'`],
  ])('secrets are refused for %s', async (_why, token, id) => {
    const code = `${ask(token, id)} export const handler = async () => (await ask()).status;`;
    const stack = await startSmall({ Resources: resources }, { one: code });
    expect(await stack.invoke('One', {})).toBe(400);
  });
});

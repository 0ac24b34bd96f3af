import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readStackOutputs } from '../../../cli/source/stack.ts';

/** CloudFormation, as far as it is asked. */
let answer = { status: 200, body: '' };
const asked: URLSearchParams[] = [];
const server = createServer(async (request, response) => {
  asked.push(new URLSearchParams(await text(request)));
  response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
});
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDFORMATION', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'operator');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});

const region = 'eu-west-1';
const stackWith = (outputs: string) => ({
  status: 200,
  body: `<DescribeStacksResponse><DescribeStacksResult><Stacks><member>${outputs}</member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
});

test('the outputs of a stage are those of its stack', async () => {
  const output = '<OutputKey>CapturesTable</OutputKey><OutputValue>ZoomCapture-prod-T</OutputValue>';
  answer = stackWith(`<Outputs><member>${output}<Description>x</Description></member></Outputs>`);
  expect(await readStackOutputs('ZoomCapture-prod', { region })).toEqual({ CapturesTable: 'ZoomCapture-prod-T' });
  expect(asked.map((form) => [form.get('Action'), form.get('StackName')])).toEqual([
    ['DescribeStacks', 'ZoomCapture-prod'],
  ]);
});

test('the outputs of a stage whose stack has none are none', async () => {
  answer = stackWith('<StackName>ZoomCapture-prod</StackName>');
  expect(await readStackOutputs('ZoomCapture-prod', { region })).toEqual({});
});

test('a stage that is not deployed is said in a sentence, in place of its outputs', async () => {
  const message = 'Stack with id ZoomCapture-qa does not exist';
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`;
  answer = { status: 400, body };
  await expect(readStackOutputs('ZoomCapture-qa', { region })).rejects.toThrow(
    'There is no stack ZoomCapture-qa in this account and region: check --stage, or --stack, and --region.',
  );
});

test('without the client of CloudFormation, a sentence says how to do without the outputs of a stage', async () => {
  const load = () => Promise.reject(new Error('Cannot find package'));
  await expect(readStackOutputs('ZoomCapture-dev', {}, load)).rejects.toThrow(
    'install it, or name the table with --table',
  );
});

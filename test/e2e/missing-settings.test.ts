import { afterAll, describe, expect, test } from 'vitest';
import { generateMeeting } from '../../local/simulator/meetings.ts';
import { firstMessage } from '../../shared/domain/capture/capture-message.ts';
import { datasets } from '../../shared/domain/dataset.ts';
import { encodeMessage } from '../../shared/queue/message-codec.ts';
import { openProductFixture, type RunningProduct } from '../support/product/product-fixture.ts';
import {
  type Change,
  changes,
  grantsIn,
  resourcesIn,
  withoutGrant,
  withProperty,
} from '../support/product/template-changes.ts';
import { variablesIn, withoutVariable } from '../support/product/wire-mutants.ts';

const fixture = await openProductFixture();
afterAll(() => fixture.close());

const variables = [...variablesIn(fixture.template)];
const meeting = generateMeeting({ seed: 11, participants: 3, minutes: 5, endTime: new Date() });

/** Has each function do its first bit of work by hand. @returns what it wrote, by its logical id */
async function tryEach(product: RunningProduct): Promise<ReadonlyMap<string, string>> {
  const { accountId: account } = fixture.simulator.credentials;
  const { kind, uuid, meetingId, endTime } = meeting;
  const body = encodeMessage(firstMessage({ account, kind, uuid, meetingId, endTime }, 'event', new Date(0)));
  const record = { messageId: 'by-hand', receiptHandle: 'by-hand', body, attributes: { ApproximateReceiveCount: '1' } };
  const told = variables.map(async ([id]): Promise<readonly [string, string]> => {
    if (id.startsWith('Webhook')) expect(await product.sendEnded(meeting)).toBe(500);
    // The sweep has no message to give back: it fails, and its next tick tries again.
    else if (id.startsWith('Sweep')) await expect(product.stack.invoke(id, {})).rejects.toThrow('The secret');
    else await product.stack.invoke(id, { Records: [record] });
    const linesOf = () => product.lines.filter((line) => line.startsWith(id));
    await expect.poll(linesOf).not.toEqual([]);
    return [id, linesOf().join('\n')];
  });
  return new Map(await Promise.all(told));
}

const mostVariables = Math.max(...variables.map(([, names]) => names.length));

describe('a function without one of its variables', () => {
  test.each(
    Array.from({ length: mostVariables }, (_, index) => {
      const missing = variables.flatMap(([id, names]) =>
        names[index] === undefined ? [] : [[id, names[index]] as const],
      );
      return [missing.map(([id, name]) => `${id} ${name}`).join(', '), missing] as const;
    }),
  )(
    'a function without one of its variables does not start, and says which one and who sets it: %s',
    async (_names, missing) => {
      const product = await fixture.start({
        change: changes(...missing.map(([id, name]) => withoutVariable(id, name))),
      });
      try {
        for (const [id, name] of missing) {
          const failure = `Missing environment variables: ${name}. The stack sets them`;
          await expect(product.stack.invoke(id, { Records: [] })).rejects.toThrow(failure);
        }
        if (missing.some(([id]) => id.startsWith('Webhook'))) expect(await product.sendEnded(meeting)).toBe(500);
        const silent = missing.filter(([id, name]) => {
          return !product.lines.some((line) => line.startsWith(id) && line.includes(`variables: ${name}.`));
        });
        expect(silent).toEqual([]);
      } finally {
        await product.close();
      }
    },
  );
});

const secretGrants = resourcesIn(fixture.template)
  .filter(([, { Type }]) => Type === 'AWS::IAM::Policy')
  .flatMap(([id, policy]) => grantsIn(policy).map((grant) => ({ id, grant })))
  .filter(({ grant }) => grant.action === 'secretsmanager:GetSecretValue');
const withAccounts =
  (id: string, accounts: unknown): Change =>
  (template) => {
    const [, resource] = resourcesIn(template).find(([found]) => found === id) ?? [];
    const { Environment } = Object(resource?.Properties);
    return withProperty(id, 'Environment', { Variables: { ...Environment.Variables, ZOOM_ACCOUNTS: accounts } })(
      template,
    );
  };
const nobodys = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:nobodys-AbCdEf';
const empty = { accountId: '', clientId: '', clientSecret: '', webhookSecretTokens: [] };

describe('a function whose secret', () => {
  test.each([
    {
      why: 'it may not read',
      options: { change: changes(...secretGrants.map(({ id, grant }) => withoutGrant(id, grant))) },
      says: /The secret arn:\S+ZoomAccountMain(Secret|Credentials)\S+ cannot be read.*AccessDeniedException.*Check that/,
    },
    {
      why: 'is named wrongly',
      options: {
        change: changes(
          ...variables.map(([id]) =>
            withAccounts(id, JSON.stringify([{ name: 'main', secretId: nobodys, plan: 'business', datasets }])),
          ),
        ),
      },
      says: /The secret arn:\S+nobodys-AbCdEf cannot be read.*AccessDeniedException.*Check that/,
    },
    {
      why: 'still holds what the deployment put there',
      options: { account: empty },
      says: /The secret arn:\S+ZoomAccountMain(Secret|Credentials)\S+ is not a Zoom account's.*accountId.*It must be JSON like/,
    },
  ])('a function whose secret $why says which one and what to do', async ({ options, says }) => {
    const product = await fixture.start(options);
    try {
      const told = await tryEach(product);
      for (const [id, text] of told) expect(text, id).toMatch(says);
    } finally {
      await product.close();
    }
  });
});

import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';

/** The state of an account's rate budget: one item of the `Control` table. */
export type RateState = {
  /** Epoch ms from which the next call may start. */
  readonly nextCallAt: number;
  /** The UTC day that `calls` counts. */
  readonly day: string;
  readonly calls: number;
  /** Epoch ms; no calls before, because Zoom said so. */
  readonly stopUntil: number;
};

export type Lease = {
  readonly calls: number;
  readonly spacingMs: number;
  readonly now: number;
  readonly day: string;
  /** The calls of the day may be this many before the lease. */
  readonly room: number;
  /** No leases that would start after this. */
  readonly horizon: number;
};

export type RateItem = {
  readonly read: () => Promise<RateState | undefined>;
  /** Leases calls behind those already leased. @returns when the first may start, or undefined when refused. */
  readonly leaseBehind: (lease: Lease) => Promise<number | undefined>;
  /** Leases calls from `now` on, when nothing is leased beyond. */
  readonly leaseNow: (lease: Lease) => Promise<number | undefined>;
  /** Begins a new day's count, or the first; no change when another worker has done it. */
  readonly beginDay: (day: string, before: RateState | undefined) => Promise<void>;
  /** Nobody calls before `until` (epoch ms): for a pause of the second, or for the rest of the day. */
  readonly pause: (until: number) => Promise<void>;
  readonly stop: (until: number) => Promise<void>;
};

const number = (value: number) => ({ N: String(value) });

/** GCRA in single-item conditional updates: a lease is one write unit and needs no read. */
export function createRateItem(client: DynamoDBClient, table: string, accountId: string): RateItem {
  const Key = { pk: { S: `account#${accountId}` }, sk: { S: 'rate' } };
  const update = async (input: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>) => {
    try {
      const command = new UpdateItemCommand({ TableName: table, Key, ReturnValues: 'ALL_NEW', ...input });
      return (await client.send(command)).Attributes;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };
  const lease = async (
    { calls, now, day, room }: Lease,
    { set, when, values }: { set: string; when: string; values: Record<string, number> },
  ) => {
    const numbers = { ':n': calls, ':now': now, ':room': room, ...values };
    const attributes = await update({
      UpdateExpression: set,
      ConditionExpression: `#day = :day AND calls <= :room AND stopUntil <= :now AND ${when}`,
      ExpressionAttributeNames: { '#day': 'day' },
      ExpressionAttributeValues: {
        ':day': { S: day },
        ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, number(value)])),
      },
    });
    return attributes && Number(attributes.nextCallAt?.N);
  };
  const atLeast = (attribute: string, until: number) =>
    update({
      UpdateExpression: `SET ${attribute} = :until`,
      ConditionExpression: `attribute_exists(pk) AND ${attribute} < :until`,
      ExpressionAttributeValues: { ':until': number(until) },
    });

  return {
    async read() {
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
      if (!Item) return undefined;
      const of = (name: string) => Number(Item[name]?.N ?? 0);
      return { nextCallAt: of('nextCallAt'), day: Item.day?.S ?? '', calls: of('calls'), stopUntil: of('stopUntil') };
    },
    async leaseBehind(wanted) {
      const spanMs = wanted.calls * wanted.spacingMs;
      const end = await lease(wanted, {
        set: 'ADD nextCallAt :span, calls :n',
        when: 'nextCallAt > :now AND nextCallAt <= :horizon',
        values: { ':span': spanMs, ':horizon': wanted.horizon },
      });
      return end && end - spanMs;
    },
    async leaseNow(wanted) {
      const end = await lease(wanted, {
        set: 'SET nextCallAt = :end ADD calls :n',
        when: 'nextCallAt <= :now',
        values: { ':end': wanted.now + wanted.calls * wanted.spacingMs },
      });
      return end && wanted.now;
    },
    async beginDay(day, before) {
      await update({
        UpdateExpression: 'SET #day = :day, calls = :none, nextCallAt = :next, stopUntil = :stop',
        ConditionExpression: before ? '#day = :before' : 'attribute_not_exists(pk)',
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: {
          ':day': { S: day },
          ':none': number(0),
          ':next': number(before?.nextCallAt ?? 0),
          ':stop': number(before?.stopUntil ?? 0),
          ...(before && { ':before': { S: before.day } }),
        },
      });
    },
    async pause(until) {
      await atLeast('nextCallAt', until);
    },
    async stop(until) {
      await atLeast('stopUntil', until);
    },
  };
}

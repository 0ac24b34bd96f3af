import type { Item } from '../item.ts';
import { fromAttribute, toAttribute } from '../rows/attribute-values.ts';
import { type ControlTable, createControlItem } from './control-item.ts';

/** The right to change a state: one worker at a time has it, until it gives it back or its time is up. */
export type ItemLease = { readonly owner: string };

export type LeasedItem<State> = {
  /** A consistent read; undefined when there is none. */
  readonly read: () => Promise<State | undefined>;
  /** Takes the lease until `until` (epoch ms). Undefined while another worker has it. */
  readonly take: (
    owner: string,
    now: number,
    until: number,
  ) => Promise<{ readonly lease: ItemLease; readonly state: State | undefined } | undefined>;
  /** Replaces the state. @returns false when another worker has taken the lease over: nothing is stored then. */
  readonly save: (lease: ItemLease, state: State) => Promise<boolean>;
  /** Gives the lease back; without it, does nothing. */
  readonly release: (lease: ItemLease) => Promise<void>;
};

export type LeasedItemDeps<State> = ControlTable & {
  /** Sort key: what it is the state of. */
  readonly name: string;
  readonly decode: (value: unknown) => State;
};

/** A state of one Zoom account in the `Control` table that runs which overlap must not both change. */
export function createLeasedItem<State extends object>(deps: LeasedItemDeps<State>): LeasedItem<State> {
  const { name, decode } = deps;
  const stateOf = (item: Item | undefined): State | undefined =>
    item?.state === undefined ? undefined : decode(fromAttribute(item.state));
  const { read, update } = createControlItem(deps, name);

  return {
    read: async () => stateOf(await read()),
    async take(owner, now, until) {
      const item = await update({
        UpdateExpression: 'SET leasedUntil = :until, leasedBy = :owner',
        // Ours already: the first answer was lost, and the SDK has asked again.
        ConditionExpression: 'attribute_not_exists(leasedUntil) OR leasedUntil <= :now OR leasedBy = :owner',
        ExpressionAttributeValues: {
          ':until': { N: String(until) },
          ':now': { N: String(now) },
          ':owner': { S: owner },
        },
      });
      return item && { lease: { owner }, state: stateOf(item) };
    },
    async save({ owner }, state) {
      const value = toAttribute(state);
      if (!value) throw new TypeError(`The state of ${name} has a value that DynamoDB cannot hold.`);
      const item = await update({
        UpdateExpression: 'SET #state = :state',
        ConditionExpression: 'leasedBy = :owner',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': value, ':owner': { S: owner } },
      });
      return item !== undefined;
    },
    async release({ owner }) {
      await update({
        UpdateExpression: 'REMOVE leasedUntil, leasedBy',
        ConditionExpression: 'leasedBy = :owner',
        ExpressionAttributeValues: { ':owner': { S: owner } },
      });
    },
  };
}

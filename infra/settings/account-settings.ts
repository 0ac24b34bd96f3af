import * as z from 'zod/mini';
import { plans } from '../../shared/domain/account/plan.ts';
import { datasets, knownDatasets } from '../../shared/domain/dataset.ts';
import { madeOf, type Setting, schemasOf } from './setting.ts';
import { choice, kindsByDataset, name, some, subAccountIds, whole } from './setting-schemas.ts';

/** The settings of one Zoom account of a stage. */
export const accountSettings = {
  name: {
    schema: name(),
    says: "Our name for the account, not Zoom's: it names its secrets, so that another name makes new, empty ones.",
  },
  plan: { schema: choice(plans), says: "The Zoom plan: it sets the rate budget, as Zoom's limits go by plan." },
  datasets: {
    schema: z._default(some(knownDatasets), [...datasets]),
    says: "What is captured of its meetings: the dashboard's datasets take a Business plan.",
  },
  kinds: {
    schema: z.optional(kindsByDataset()),
    says: "Whether meetings and webinars are captured, or one of them alone: `['meeting']`, or for some datasets `{ qos: ['meeting'] }`; both without it.",
  },
  subAccounts: {
    schema: z.optional(subAccountIds()),
    says: 'Zoom ids of sub-accounts that are captured too, through this account as their master, by its secret and app; `all` for every one that Zoom lists, of one master in a stage.',
  },
  quietHours: {
    schema: z.optional(whole(1, 7 * 24, 'hours')),
    says: 'For an account with meetings every day: an alarm goes off when none has ended for so long; none without it.',
  },
} as const satisfies Readonly<Record<string, Setting>>;

const account = z.strictObject(schemasOf(accountSettings), { error: madeOf(accountSettings) });

/** The Zoom accounts of a stage. */
export const accounts = z.array(account, { error: 'a list of Zoom accounts' }).check(
  z.minLength(1, { error: 'a list of at least one Zoom account' }),
  // What a function's environment has room for: 4 KB.
  z.maxLength(10, { error: 'a list of at most 10 Zoom accounts: another stage takes more' }),
  // Nobody could say whose an account is that neither of two names.
  z.refine((accounts) => accounts.filter(({ subAccounts }) => subAccounts === 'all').length <= 1, {
    error: "a list with subAccounts: 'all' for one account at most: another stage takes the other master",
  }),
);

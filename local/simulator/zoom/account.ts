/** A Server-to-Server OAuth app of one Zoom account, and the secret its events are signed with. */
export type SimulatedAccount = {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookSecretToken: string;
  /** Ids of accounts whose master it is: its app may ask for theirs by `/accounts/{id}/…`. */
  readonly subAccounts?: readonly string[];
};

/** What the simulator answers to unless told otherwise. Invented; it opens nothing anywhere else. */
export const inventedAccount: SimulatedAccount = {
  accountId: 'SimulatedAccount0001aa',
  clientId: 'SimulatedClient00001a',
  clientSecret: 'simulated-client-secret-0000001a',
  webhookSecretToken: 'simulated-webhook-token',
};

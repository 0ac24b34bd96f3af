type AskedAccount = {
  readonly accountId: string;
  /** Of a sub-account, which is asked for through its master. */
  readonly masterId?: string;
};

/** Where the API of an account is: a sub-account's has its id in every path. @see https://developers.zoom.us/docs/api/ma/ */
export const apiUrlOf = ({ accountId, masterId }: AskedAccount, apiUrl: string): string =>
  masterId === undefined ? apiUrl : `${apiUrl}/accounts/${encodeURIComponent(accountId)}`;

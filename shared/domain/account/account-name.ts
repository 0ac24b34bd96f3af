/**
 * A sub-account's name: its master's, which has no `/`, and Zoom's id of it. So names tell all accounts apart, and say whose
 * credentials are used.
 */
export const subAccountName = (master: string, accountId: string): string => `${master}/${accountId}`;

/** The account of the stage's configuration that a name belongs to: what metrics are told apart by. */
export const configuredName = (name: string): string => name.split('/', 1)[0] ?? name;

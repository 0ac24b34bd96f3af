import type { Row } from '../../domain/row/row.ts';

/** Links that let their reader in as somebody, and what opens a meeting. */
const credentials =
  /^(join|start|registration)_url$|^(h323_|pstn_|encrypted_)?(pass(word|code)|password)$|token$|^zak$/i;

/** A row without what would let whoever reads it into a meeting as the person. */
export const withoutCredentials = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !credentials.test(name)));

import type { ShownPersons } from '../../domain/erasure/known-person.ts';
import { rowSigns } from '../../domain/erasure/marks.ts';
import { type MeetingRow, unitedRows } from './person-rows.ts';

const none: ReadonlySet<string> = new Set();

/**
 * Who is who, as the rows of all meetings show it: the ids and addresses that stand beside each other in a row, or in rows
 * that attendance unites. Holds each pair once, however many rows show it.
 */
export class PersonEvidence implements ShownPersons {
  readonly #idsBeside: Links = new Map();
  readonly #emailsBeside: Links = new Map();
  readonly #otherIds: Links = new Map();
  readonly #otherEmails: Links = new Map();

  readonly idsBeside = (email: string): ReadonlySet<string> => this.#idsBeside.get(email) ?? none;
  readonly emailsBeside = (id: string): ReadonlySet<string> => this.#emailsBeside.get(id) ?? none;
  readonly otherIds = (id: string): ReadonlySet<string> => this.#otherIds.get(id) ?? none;
  readonly otherEmails = (email: string): ReadonlySet<string> => this.#otherEmails.get(email) ?? none;

  /** Adds what the rows of one meeting show. Twice changes nothing. */
  add(rows: readonly MeetingRow[]): void {
    const signs = rows.map(({ row }) => rowSigns(row));
    if (!signs.some(({ ids, emails }) => ids.length + emails.length > 0)) return;
    for (const united of unitedRows(rows)) {
      const own = united.flatMap((index) => signs[index] ?? []);
      const idsShown = [...new Set(own.flatMap(({ ids }) => ids))];
      for (const { ids, emails } of own) {
        // Where a stay shows several ids, an address is beside the one of its own row.
        for (const email of emails) {
          for (const id of ids.length > 0 ? ids : idsShown) {
            link(this.#idsBeside, email, id);
            link(this.#emailsBeside, id, email);
          }
        }
        linkAll(this.#otherIds, ids);
      }
      if (idsShown.length === 0) linkAll(this.#otherEmails, [...new Set(own.flatMap(({ emails }) => emails))]);
    }
  }
}

type Links = Map<string, Set<string>>;

function link(links: Links, from: string, to: string): void {
  const known = links.get(from);
  if (known) known.add(to);
  else links.set(from, new Set([to]));
}

function linkAll(links: Links, texts: readonly string[]): void {
  for (const text of texts) for (const other of texts) if (other !== text) link(links, text, other);
}

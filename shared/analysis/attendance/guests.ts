/** Tells whether somebody of this address is a guest; undefined where that cannot be said: no address, or no domains. */
export type IsGuest = (email: string | undefined) => boolean | undefined;

/** @param domains of who is no guest, in small letters; a subdomain is another domain */
export function guestsBy(domains: readonly string[]): IsGuest {
  const internal = new Set(domains);
  return (email) => {
    const domain = email?.split('@').at(1)?.trim().toLowerCase();
    return domain === undefined || internal.size === 0 ? undefined : !internal.has(domain);
  };
}

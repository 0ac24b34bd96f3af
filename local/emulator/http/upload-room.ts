/** What one request holds of the room for bodies. */
export type Upload = {
  /** @returns whether there is room for so many bytes more; nothing is taken where there is none */
  readonly take: (bytes: number) => boolean;
  /** Gives back all that it holds. Twice changes nothing. */
  readonly end: () => void;
};

/** Room in memory for the bodies of all requests at once, over all connections. */
export function createUploadRoom(mostBytes: number): { readonly begin: () => Upload } {
  let taken = 0;
  return {
    begin() {
      let own = 0;
      return {
        take(bytes) {
          if (taken + bytes > mostBytes) return false;
          taken += bytes;
          own += bytes;
          return true;
        },
        end() {
          taken -= own;
          own = 0;
        },
      };
    },
  };
}

/** Memory for pages between their arrival and their rows' being stored. */
export type PageRoom = {
  /**
   * Resolves, in the order of asking, when a page of this many characters fits beside those that are in; one alone always does.
   * Call what it gives when the page is no longer needed; again does nothing.
   */
  readonly enter: (characters: number) => Promise<() => void>;
};

/**
 * Room for `most` characters of JSON at a time, for all captures of a worker. A page takes about ten times its text once it is decoded, and a
 * QoS page of a long meeting has megabytes: ten captures at once would outgrow the function.
 */
export function createPageRoom(most: number): PageRoom {
  const waiting: { readonly characters: number; readonly enter: () => void }[] = [];
  let taken = 0;

  const letIn = () => {
    for (let first = waiting[0]; first && (taken === 0 || taken + first.characters <= most); first = waiting[0]) {
      waiting.shift();
      taken += first.characters;
      first.enter();
    }
  };
  const leaving = (characters: number) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      taken -= characters;
      letIn();
    };
  };
  return {
    enter(characters) {
      const { promise, resolve } = Promise.withResolvers<() => void>();
      waiting.push({ characters, enter: () => resolve(leaving(characters)) });
      letIn();
      return promise;
    },
  };
}

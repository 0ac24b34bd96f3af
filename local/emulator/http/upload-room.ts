import type { IncomingMessage } from 'node:http';

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

/** Why a body was not kept. */
export type RefusedBody = 'too-large' | 'no-room';

/**
 * A request's body, of which no more is held than `longestBytes` and than the room has. What is refused is read to its end
 * without being kept, so that the client gets to read the answer.
 */
export async function readBody(
  request: IncomingMessage,
  { upload, longestBytes }: { readonly upload: Upload; readonly longestBytes: number },
): Promise<Buffer | RefusedBody> {
  let chunks: Buffer[] = [];
  let sizeBytes = 0;
  let refused: RefusedBody | undefined;
  for await (const chunk of request) {
    sizeBytes += chunk.length;
    if (sizeBytes > longestBytes) refused = 'too-large';
    else if (refused === undefined && !upload.take(chunk.length)) refused = 'no-room';
    if (refused === undefined) chunks.push(chunk);
    else {
      chunks = [];
      upload.end();
    }
  }
  return refused ?? Buffer.concat(chunks);
}

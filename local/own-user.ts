import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

type Entry = { readonly local: number; readonly remote: number; readonly state: string; readonly uid: number };

/** As the kernel lists connections. */
const lists = ['/proc/net/tcp', '/proc/net/tcp6'];
const established = '01';
const listening = '0A';

/**
 * Has a server on loopback answer the programs of this process's user alone: on Linux a connection of another user is cut before
 * a byte of it is read. `LOOPBACK_USERS=any` lets other users in.
 */
export function keepToOwnUser(server: Server): void {
  if (process.env.LOOPBACK_USERS === 'any') return;
  server.on('connection', (socket: Socket) => {
    if (!isOfOwnUser(socket)) socket.destroy();
  });
}

/**
 * Whether the other end of a connection belongs to this process's user, or to root, whom nothing keeps out. Where the system
 * has no such list, or one without this very server, nobody can tell, and everybody is let in.
 */
function isOfOwnUser({ remotePort: peer = 0, localPort: here = 0 }: Socket): boolean {
  const own = process.getuid?.();
  // The list is read in pieces, and while it changes an entry can be missed.
  for (let attempt = 1; attempt <= 3; attempt++) {
    const entries = lists.flatMap(entriesOf);
    if (!entries.some(({ local, state, uid }) => local === here && state === listening && uid === own)) return true;
    const others = entries.filter(
      ({ local, remote, state }) => local === peer && remote === here && state === established,
    );
    if (others.length > 0) return others.every(({ uid }) => uid === own || uid === 0);
  }
  // Closed at once: nobody's any more, and a stranger could have sent something before.
  return false;
}

function entriesOf(list: string): readonly Entry[] {
  return linesOf(list).map((line) => {
    const [, local = '', remote = '', state = '', , , , uid] = line.trim().split(/\s+/);
    return { local: portOf(local), remote: portOf(remote), state, uid: Number(uid) };
  });
}

const portOf = (address: string): number => Number.parseInt(address.split(':')[1] ?? '', 16);

/** None where the system has no such list. */
function linesOf(list: string): readonly string[] {
  try {
    return readFileSync(list, 'latin1').trimEnd().split('\n').slice(1);
  } catch {
    return [];
  }
}

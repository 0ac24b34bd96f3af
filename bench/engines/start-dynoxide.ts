import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A DynamoDB in a process of its own that counts capacity as AWS does, per table and index, and knows PartiQL. */
export type Dynoxide = {
  readonly url: string;
  /** One call as it comes over the wire: `PutItem` and its JSON. */
  readonly call: (operation: string, body: unknown) => Promise<{ readonly status: number; readonly body: unknown }>;
  readonly close: () => Promise<void>;
};

const noDynoxide = '@dynoxide/linux-x64 is not installed: it is an optional package, for Linux on x64 alone.';

const startTimeoutMs = 10_000;

/** Closes it afterwards. @throws where it is not installed */
export async function withDynoxide<Measured>(measure: (engine: Dynoxide) => Promise<Measured>): Promise<Measured> {
  const engine = await startDynoxide();
  if (!engine) throw new Error(noDynoxide);
  return measure(engine).finally(engine.close);
}

/** In memory, on a free port of 127.0.0.1. @returns undefined where the optional package is not installed */
export async function startDynoxide(): Promise<Dynoxide | undefined> {
  const binary = binaryPath();
  if (binary === undefined) return undefined;
  const port = await freePort();
  const child = spawn(binary, ['serve', '--host', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' });
  const end = () => void child.kill();
  process.once('exit', end);
  const url = `http://127.0.0.1:${port}`;
  const call: Dynoxide['call'] = async (operation, body) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      // It wants the form of a signature, and checks none.
      'x-amz-date': '20261101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=bench/20261101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  };
  await untilReady(child, () => call('ListTables', {}));
  return {
    url,
    call,
    async close() {
      process.off('exit', end);
      if (child.exitCode !== null || !child.kill()) return;
      await once(child, 'exit');
    },
  };
}

function binaryPath(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json');
    return join(dirname(manifest), 'dynoxide');
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

async function untilReady(child: ChildProcess, ask: () => Promise<unknown>): Promise<void> {
  const givesUpAt = performance.now() + startTimeoutMs;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (child.exitCode !== null || performance.now() > givesUpAt) {
        throw new Error('dynoxide did not start.', { cause: error });
      }
      await sleep(20);
    }
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Simulator } from '../../../local/simulator/simulator.ts';

const root = join(import.meta.dirname, '../../..');

type Ready = {
  readonly ready: true;
  readonly webhook: string;
  readonly dynamodb: string;
  readonly table: string;
};

/** `npm run serve` in a process group of its own, against a simulator, until it is ready. */
export async function serveProduct(simulator: Simulator, dataDir: string, variables: Record<string, string> = {}) {
  const { accountId, clientId, clientSecret, webhookSecretToken } = simulator.credentials;
  const child = spawn('npm', ['run', '--silent', 'serve'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: '0',
      DATA_DIR: dataDir,
      TIME_SCALE: '0.001',
      ZOOM_API_URL: simulator.apiUrl,
      ZOOM_OAUTH_URL: simulator.oauthUrl,
      ZOOM_ACCOUNT_ID: accountId,
      ZOOM_CLIENT_ID: clientId,
      ZOOM_CLIENT_SECRET: clientSecret,
      ZOOM_WEBHOOK_SECRET_TOKEN: webhookSecretToken,
      ...variables,
    },
  });
  const exited = once(child, 'exit');
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors += data;
  });
  const line = new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  const first = await Promise.race([line, exited.then(() => undefined)]);
  if (first === undefined) throw new Error(`serve ended before it was ready: ${errors}`);
  const ready: Ready = JSON.parse(first);
  const end = async (signal: NodeJS.Signals) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, signal);
    await exited;
  };
  return { ready, errors: () => errors, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

/** An operators' command as a user would run it. */
export async function runCli(...args: readonly string[]) {
  const child = spawn('npm', ['run', '--silent', 'cli', '--', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // As a whole: a character can be cut in two by the pieces that a pipe brings.
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { stdout, stderr, code: Number(code) };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { QueueAddress } from '../../../local/emulator/data-dir.ts';

export type StackProcess = {
  readonly dynamodbUrl: string;
  readonly sqsUrl: string;
  readonly tables: Readonly<Record<string, string>>;
  readonly queues: Readonly<Record<string, QueueAddress>>;
  readonly kill: () => Promise<void>;
};

/** Runs a stack in a process of its own, which is killed after the test if not before. */
export async function startStackProcess(assemblyDir: string, dataDir: string): Promise<StackProcess> {
  const script = fileURLToPath(new URL('./stack-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, assemblyDir, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => killChild(child);
  onTestFinished(kill);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { ...(JSON.parse(line) as Omit<StackProcess, 'kill'>), kill };
}

async function killChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

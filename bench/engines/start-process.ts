import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type StartedProcess = {
  readonly child: ChildProcess;
  /** Its first message. */
  readonly said: unknown;
  /** Lets it end by itself: it sees its channel closed. */
  readonly close: () => Promise<void>;
};

/** Forks a module and waits for its first message. @throws when it ends before */
export async function startProcess(
  module: URL,
  args: readonly string[] = [],
  options: ForkOptions = {},
): Promise<StartedProcess> {
  const child = fork(fileURLToPath(module), args, options);
  const said = await nextMessage(child);
  return {
    child,
    said,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      if (child.connected) child.disconnect();
      await exit;
    },
  };
}

/** What the child says next. @throws when it ends instead */
export async function nextMessage(child: ChildProcess): Promise<unknown> {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const onExit = (code: number | null) => reject(new Error(`A process of the benchmark ended with ${code}.`));
  child.once('exit', onExit);
  try {
    const [message] = await Promise.race([once(child, 'message'), ended]);
    return message;
  } finally {
    child.off('exit', onExit);
  }
}

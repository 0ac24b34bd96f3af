import { ProductError } from './errors.ts';
import { waitAtMost } from './wait-at-most.ts';

/** How long a client of AWS waits, in milliseconds. */
export type ClientBounds = {
  /** For a connection. */
  readonly connectMs: number;
  /** For the answer to one attempt, and for each further part of an answer. */
  readonly attemptMs: number;
  /** For a whole send: all attempts and the pauses between them. */
  readonly sendMs: number;
};

/** As much as is used of a client of AWS. */
type Client = {
  readonly middlewareStack: {
    add(middleware: Middleware, place: { step: 'initialize'; priority: 'high'; name: string }): void;
    add(middleware: Middleware, place: { step: 'finalizeRequest'; priority: 'low'; name: string }): void;
  };
};
type Middleware = <Args, Result>(next: (args: Args) => Promise<Result>) => (args: Args) => Promise<Result>;

/** A send of a client of AWS had no answer in its time. What it asked for may be done or not. */
class NoAnswerError extends ProductError {
  override readonly name = 'NoAnswerError';
  override readonly retry = 'soon';
}

/**
 * What the SDK is told of these bounds. Without them it waits for ever; and without `throwOnRequestTimeout` it only warns.
 * @see https://github.com/aws/aws-sdk-js-v3/blob/main/UPGRADING.md
 */
export const requestHandlerWithin = ({ connectMs, attemptMs }: ClientBounds) => ({
  connectionTimeout: connectMs,
  requestTimeout: attemptMs,
  socketTimeout: attemptMs,
  throwOnRequestTimeout: true,
});

/**
 * Ends each send of this client in its time, whatever it waits for. No attempt begins later: a worker that was frozen does not
 * send again what its caller has long given up.
 * @throws NoAnswerError from `send`
 */
export function boundSends(client: Client, service: string, { sendMs }: ClientBounds): void {
  const noAnswer = () => new NoAnswerError(`${service} did not answer within ${sendMs / 1_000} s.`);
  client.middlewareStack.add((next) => (args) => waitAtMost(sendMs, next(args), noAnswer), {
    step: 'initialize',
    priority: 'high',
    name: 'boundSends',
  });
  client.middlewareStack.add(
    (next) => {
      const endsAt = Date.now() + sendMs;
      return async (args) => {
        if (Date.now() >= endsAt) throw noAnswer();
        return next(args);
      };
    },
    { step: 'finalizeRequest', priority: 'low', name: 'noLateAttempt' },
  );
}

import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';

/** Beside UUIDs, counts, codes and tracking ids nothing belongs here: no name, e-mail, topic, token, header or body. */
export type LogFields = { readonly error?: Error } & Readonly<
  Record<string, string | number | boolean | undefined | Error>
>;

/** One line of JSON per fact. */
export type Log = {
  /** Each step of a capture; off unless the function's level is DEBUG. */
  debug?(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
};

/** A log that also puts the invocation's request id on each line. */
export type FunctionLog = Log & { addContext(context: Context): void };

/** The log of one function. Its level is `POWERTOOLS_LOG_LEVEL`, else Lambda's own, else INFO. */
export function createLog(functionName: string): FunctionLog {
  const logger = new Logger({ serviceName: functionName });
  return {
    addContext: (context) => logger.addContext(context),
    debug: (message, fields = {}) => logger.debug(message, fields),
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
  };
}

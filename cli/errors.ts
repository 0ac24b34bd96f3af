import { ForeignFolderError, NoSuchAccountError, OperationError } from '../shared/operations/errors.ts';
import { wholePath } from '../shared/operations/whole-file.ts';
import { ProductError } from '../shared/runtime/errors.ts';
import { printable } from './output/printable.ts';

/** What an operator can do something about: one sentence that says what to do next. Exit code 1. */
export class CliError extends ProductError {
  override readonly name: string = 'CliError';
  override readonly retry = 'no';
}

/** The command was given something it does not take. Exit code 2. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
}

/** The answer has been given, and with `--exit-code` it is a 1: something needs a person. Nothing more is said. */
export class NeedsPersonError extends CliError {
  override readonly name = 'NeedsPersonError';
}

/** The error for a UUID that the store does not have; digits alone are no UUID. */
export function unknownMeeting(uuid: string): CliError {
  if (/^\d+$/.test(uuid)) return new CliError(`${uuid} is a meeting id: \`cli meeting ${uuid}\` lists its UUIDs.`);
  const escaped = /%2[bf]|%3d/i.test(uuid)
    ? 'give it unescaped, as Zoom writes it'
    : 'check its spelling and what is read';
  return new CliError(`The store has no meeting ${printable(uuid)}: ${escaped}; \`status\` lists those it has.`);
}

export type ExitCode = 0 | 1 | 2;

/** 0 done, 1 fault, 2 wrong usage. */
export function exitCodeOf(error: unknown): ExitCode {
  // A pipe whose reader has gone, as with `| head`: no fault of anybody's.
  if (codeOf(error) === 'EPIPE') return 0;
  return error instanceof UsageError || error instanceof NoSuchAccountError ? 2 : 1;
}

/** Any error as one sentence for an operator, that says what to do next where that is known. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return `Something failed: ${String(error)}`;
  if (error instanceof OperationError) return operationSentence(error);
  if (error instanceof ProductError)
    return `${error.message}${error.retry === 'soon' ? ' Try again in a minute.' : ''}`;
  if (/^Region is missing/.test(error.message)) return 'No AWS region is set: give --region, or set AWS_REGION.';
  if (codeOf(error) === 'ECONNREFUSED') {
    return 'Nothing answers there: check AWS_ENDPOINT_URL_DYNAMODB, or start the run again.';
  }
  const known = fileSentence(error) ?? awsSentences[error.name];
  if (known !== undefined) return known;
  const [firstLine] = error.message.split('\n', 1);
  return `${firstLine || error.name}${/[.!?]$/.test(error.message) ? '' : '.'} (DEBUG=1 shows more.)`;
}

/** What an operation says, by the options of the command line where those are what to change. */
function operationSentence(error: OperationError): string {
  if (error instanceof ForeignFolderError) return `${error.reason}: choose another folder with --out.`;
  if (error instanceof NoSuchAccountError) {
    const known = error.known.join(', ');
    return `--account ${printable(error.asked)}: There is no such Zoom account here: it can be ${known}.`;
  }
  return error.message;
}

const awsSentences: Readonly<Record<string, string>> = {
  CredentialsProviderError:
    'There are no AWS credentials: sign in (AWS_PROFILE or AWS_ACCESS_KEY_ID), or read the data of this machine with --local.',
  ResourceNotFoundException: 'There is no such table: check --stage or --table, and --region.',
  AccessDeniedException: 'AWS does not allow it: use credentials that may read the Captures table.',
  AccessDenied: 'AWS does not allow it: use credentials that may receive from, delete from and send to the queues.',
  QueueDoesNotExist: 'There is no such queue: check --stage and --region.',
  UnrecognizedClientException: 'AWS does not know these credentials: sign in again, or choose others with AWS_PROFILE.',
  ExpiredTokenException: 'The AWS credentials have expired: sign in again.',
};

const fileFaults: Readonly<Record<string, string>> = {
  ENOENT: 'is not there, or its folder is not: make the folder, or choose another',
  EEXIST: 'is there, and is no folder: choose another',
  ENOTDIR: 'leads through a file as if it were a folder: choose another',
  EISDIR: 'is a folder: name a file',
  EACCES: 'may not be written or read by you: choose another, or change its permissions',
  EPERM: 'may not be written or read by you: choose another, or change its permissions',
  EROFS: 'is on a disk that can only be read: choose another',
  ENOSPC: 'does not fit: the disk is full. Make room, or choose another',
};

/** What Node says of a file, with its path; the name of a file under way without its ending. */
function fileSentence(error: Error & { readonly dest?: unknown; readonly path?: unknown }): string | undefined {
  const code = codeOf(error);
  const path = error.dest ?? error.path;
  const what = typeof code === 'string' ? fileFaults[code] : undefined;
  if (what === undefined || typeof path !== 'string') return undefined;
  return `${printable(wholePath(path))} ${what}.`;
}

function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error ? error.code : codeOf(error.cause);
}

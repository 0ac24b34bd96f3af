import { ForeignFolderError, OperationError } from '../shared/operations/errors.ts';
import { partEnding } from '../shared/operations/whole-file.ts';
import { CliError } from './cli-error.ts';
import { printable } from './printable.ts';

const sentences: Readonly<Record<string, string>> = {
  CredentialsProviderError:
    'There are no AWS credentials: sign in (AWS_PROFILE or AWS_ACCESS_KEY_ID), or read the data of this machine with --local.',
  ResourceNotFoundException: 'There is no such table: check --stage or --table, and --region.',
  AccessDeniedException: 'AWS does not allow it: use credentials that may read the Captures table.',
  AccessDenied: 'AWS does not allow it: use credentials that may receive from, delete from and send to the queues.',
  QueueDoesNotExist: 'There is no such queue: check --stage and --region.',
  UnrecognizedClientException: 'AWS does not know these credentials: sign in again, or choose others with AWS_PROFILE.',
  ExpiredTokenException: 'The AWS credentials have expired: sign in again.',
};

/** Any error as one sentence for an operator, that says what to do next where that is known. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return `Something failed: ${String(error)}`;
  if (error instanceof ForeignFolderError) return `${error.reason}: choose another folder with --out.`;
  if (error instanceof CliError || error instanceof OperationError) return error.message;
  if (/^Region is missing/.test(error.message)) return 'No AWS region is set: give --region, or set AWS_REGION.';
  if (codeOf(error) === 'ECONNREFUSED')
    return 'Nothing answers there: check AWS_ENDPOINT_URL_DYNAMODB, or start the run again.';
  const ofFile = fileSentence(error);
  if (ofFile !== undefined) return ofFile;
  const known = sentences[error.name];
  if (known !== undefined) return known;
  return `${error.message.split('\n', 1)[0] || error.name}${/[.!?]$/.test(error.message) ? '' : '.'} (DEBUG=1 shows more.)`;
}

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
function fileSentence(error: Error): string | undefined {
  const [code, path] = [codeOf(error), 'dest' in error ? error.dest : 'path' in error ? error.path : undefined];
  const what = typeof code === 'string' ? fileFaults[code] : undefined;
  if (what === undefined || typeof path !== 'string') return undefined;
  return `${printable(path.endsWith(partEnding) ? path.slice(0, -partEnding.length) : path)} ${what}.`;
}

/** A pipe whose reader has gone, as with `| head`: no fault of anybody's. */
export const isBrokenPipe = (error: unknown): boolean => codeOf(error) === 'EPIPE';

function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error ? error.code : codeOf(error.cause);
}

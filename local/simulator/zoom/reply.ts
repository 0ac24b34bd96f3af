/** What the simulator sends back, and how it is put on the wire. */
export type Reply = {
  /** HTTP status. */
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Zoom's `code` of the body, for the log of calls. */
  readonly code?: number;
  /** Waited before a byte is sent, in milliseconds. */
  readonly delayMs?: number;
  /**
   * whole: as HTTP means it. never: no byte, the connection stays open. reset: RST without a byte.
   * cut: all headers, half of the body, then the connection goes. @default 'whole'
   */
  readonly delivery?: 'whole' | 'never' | 'reset' | 'cut';
};

export const jsonType = 'application/json;charset=UTF-8';

/** An error as Zoom's API words it: `{code, message}`. */
export function errorReply(status: number, code: number, message: string): Reply {
  return { status, code, body: JSON.stringify({ code, message }) };
}

export const invalidType = () => errorReply(400, 300, 'Validation Failed: type is invalid.');

export const pathNotRecognised = () => errorReply(404, 2300, 'This API endpoint is not recognized.');

export const accessTokenRefused = (message = 'Invalid access token.') => errorReply(401, 124, message);

export const notFound = (kind: string, id: string) =>
  errorReply(404, 3001, `${kind === 'webinar' ? 'Webinar' : 'Meeting'} does not exist: ${id}.`);

export const pageTokenRefused = (status = 400) =>
  errorReply(status, 300, 'The next page token is either invalid or expired.');

export const cannotAccess = (kind: string, status = 400) =>
  errorReply(status, 300, `Cannot access ${kind} information.`);

export const noRegistration = (kind: string) =>
  errorReply(400, 300, `Registration has not been enabled for this ${kind}.`);

export const noAbsentees = (uuid: string) =>
  errorReply(400, 3000, `This Webinar has not registration required: ${uuid}.`);

export const missingScope = (scopes: readonly string[]) =>
  errorReply(400, 4711, `Invalid access token, does not contain scopes:[${scopes.join(', ')}].`);

export const dashboardOff = (status = 200) =>
  errorReply(status, 200, 'Only available for paid accounts that have enabled the dashboard feature.');

export const noPermission = () => errorReply(400, 200, 'No permission.');

export const foreignUser = () => errorReply(400, 1010, 'User does not belong to this account.');

export const tooOld = () => errorReply(400, 12702, 'Can not access a meeting a year ago.');

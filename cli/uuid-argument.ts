import { InvalidArgumentError } from 'commander';

/** No argument of a process holds it, so it cannot be mistaken. */
export const uuidMark = '\0';

// 16 bytes in base64, or in its spelling for URLs; the last also of another length, unless it is an option with no value.
const uuidThatLooksLikeAnOption = /^-(?:[\w+/-]{21}==|(?!-[a-z-]+=$).*=)$/;

/** Marks arguments that are UUIDs and begin with `-`, so that they are not taken for options. */
export const protectUuids = (args: readonly string[]): string[] =>
  args.map((arg) => (uuidThatLooksLikeAnOption.test(arg) ? `${uuidMark}${arg}` : arg));

/** What was given, out of an argument that {@link protectUuids} may have marked. */
export const unmarked = (argument: string): string => (argument.startsWith(uuidMark) ? argument.slice(1) : argument);

/** A UUID as Zoom writes it, out of an argument that {@link protectUuids} may have marked. */
export function readUuid(argument: string): string {
  const uuid = unmarked(argument);
  if (uuid === '') throw new InvalidArgumentError('It is blank: give the UUID as Zoom writes it.');
  return uuid;
}

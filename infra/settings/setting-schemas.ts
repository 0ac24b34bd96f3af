import * as z from 'zod/mini';
import { isSafeAddress } from '../../shared/domain/account/zoom-cloud.ts';
import { byDataset } from '../../shared/domain/dataset.ts';
import { kinds } from '../../shared/domain/meeting/kind.ts';
import { isTimeZone } from '../../shared/domain/zone/zone.ts';

// What a setting may be. Each says what it must be, as the end of the sentence "… is …; it must be …".

export function kindsByDataset() {
  const error = `a list out of ${kinds.join(', ')}, each at most once, or such a list by dataset`;
  const list = some(kinds);
  return z.union([list, z.partial(z.strictObject(byDataset(() => list)))], { error });
}

export function subAccountIds() {
  const error = "a list of up to 40 Zoom account ids, each once, or 'all'";
  return z.union([upTo40(text(/^[\w-]{1,40}$/, error), error), z.literal('all')], { error });
}

export function choice<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, { error: `one of ${values.join(', ')}` });
}

export function text(pattern: RegExp, error: string) {
  return z.string({ error }).check(z.regex(pattern, { error }));
}

export function name() {
  return text(/^(?=.{1,30}$)[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/, 'a lower-case name such as main or main-eu');
}

export function url() {
  const error = 'an https URL with no slash at its end, or an http one of this machine';
  return text(/^https?:\/\/[^/\s]\S*[^/\s]$/, error).check(z.refine(isSafeAddress, { error }));
}

export function zone() {
  const error = 'a time zone of the IANA database, such as Europe/Zurich';
  return z.string({ error }).check(z.refine(isTimeZone, { error }));
}

export function domains() {
  const error = 'a list of up to 40 domains in small letters, such as example.org, each once';
  return upTo40(text(/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/, error), error);
}

export function yesOrNo() {
  return z.boolean({ error: 'true or false' });
}

/** Both ends allowed. */
export function whole(from: number, to: number, ofWhat: string) {
  const error = `a whole number of ${ofWhat} from ${from} to ${to}`;
  return z.int({ error }).check(z.gte(from, { error }), z.lte(to, { error }));
}

/** Above 0. */
export function scale(most: number) {
  const error = `a number above 0, at most ${most}`;
  return z.number({ error }).check(z.positive({ error }), z.lte(most, { error }));
}

/** Some of these, at least one, none twice. */
export function some<const Values extends readonly string[]>(values: Values) {
  const error = `a list out of ${values.join(', ')}, each at most once`;
  return z.array(z.enum(values, { error }), { error }).check(z.minLength(1, { error }), z.refine(isSet, { error }));
}

function upTo40(one: z.ZodMiniType<string>, error: string) {
  return z
    .array(one, { error })
    .check(z.minLength(1, { error }), z.maxLength(40, { error }), z.refine(isSet, { error }));
}

const isSet = (list: readonly string[]): boolean => new Set(list).size === list.length;

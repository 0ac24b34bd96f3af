import * as z from 'zod/mini';

// Kinds of settings. Each says what it must be, as the end of the sentence "… is …; it must be …".

export const choice = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });

export const text = (pattern: RegExp, error: string) => z.string({ error }).check(z.regex(pattern, { error }));

export const name = () =>
  text(/^(?=.{1,30}$)[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/, 'a lower-case name such as main or main-eu');

export const url = () => text(/^https?:\/\/[^/\s]\S*[^/\s]$/, 'an http or https URL with no slash at its end');

export const yesOrNo = () => z.boolean({ error: 'true or false' });

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
  const isSet = (list: readonly string[]) => new Set(list).size === list.length;
  return z.array(z.enum(values, { error }), { error }).check(z.minLength(1, { error }), z.refine(isSet, { error }));
}

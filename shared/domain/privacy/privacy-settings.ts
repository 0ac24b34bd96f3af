import * as z from 'zod/mini';
import { personalFields } from './personal-fields.ts';

// Each error is the end of the sentence "… is …; it must be …".
const error = 'a personal field of Zoom’s: docs/privacy.md lists them';
const fields = () => z.optional(z.array(z.enum(personalFields, { error }), { error: 'a list of personal fields' }));
const rules = () =>
  z.optional(
    z
      .strictObject(
        {
          /** Not stored at all. */
          drop: fields(),
          /** Stored as a keyed hash: equal for equal values, and no way back. */
          pseudonymize: fields(),
        },
        { error: 'made of drop and pseudonymize alone, each a list of fields' },
      )
      .check(
        z.refine(({ drop = [], pseudonymize = [] }) => !pseudonymize.some((field) => drop.includes(field)), {
          error: 'a list of what is dropped and another of what is pseudonymized',
        }),
      ),
  );

const scopes = {
  /** The rows of every dataset, and the meeting itself. */
  all: rules(),
  participants: rules(),
  qos: rules(),
  report: rules(),
  meeting: rules(),
};

/** What a stage does not store as Zoom sent it; nothing when empty. */
export const privacySettings = z.strictObject(scopes, { error: `made of ${Object.keys(scopes).join(', ')} alone` });
export type PrivacySettings = Readonly<z.output<typeof privacySettings>>;
export type PrivacyScope = keyof typeof scopes;

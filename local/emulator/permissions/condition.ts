import { readValue } from '../template/read-value.ts';
import { TemplateError } from '../template/template-error.ts';
import { fitsPattern } from './wildcard.ts';

/** Whether one line of a statement's Condition holds. */
export type Condition = () => boolean;

/**
 * What is true of every call on this machine, by condition key in lower case. The engines' loopback addresses stand for
 * AWS's, which are called by TLS.
 */
const context: Readonly<Record<string, string>> = { 'aws:securetransport': 'true' };

type Compare = (wanted: string, given: string) => boolean;

const compares: Readonly<Record<string, Compare>> = {
  Bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  StringEquals: (wanted, given) => wanted === given,
  StringEqualsIgnoreCase: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  StringLike: fitsPattern,
  ArnEquals: fitsPattern,
  ArnLike: fitsPattern,
};

/**
 * The lines of a statement's Condition, all of which must hold.
 * @throws {TemplateError} for an operator that is not known: a guess could allow what AWS denies
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function decodeConditions(value: unknown, path: string): readonly Condition[] {
  if (value === undefined) return [];
  return Object.entries(readValue.record(value, path)).flatMap(([operator, lines]) =>
    Object.entries(readValue.record(lines, `${path}.${operator}`)).map(([key, wanted]) =>
      decodeLine(operator, key, wanted, `${path}.${operator}`),
    ),
  );
}

function decodeLine(operator: string, key: string, wanted: unknown, path: string): Condition {
  const values = (Array.isArray(wanted) ? wanted : [wanted]).map((text) => readValue.text(text, `${path}.${key}`));
  const given = context[key.toLowerCase()];
  if (operator === 'Null') return () => values.some((value) => (value === 'true') === (given === undefined));
  const [, name = '', not = '', rest = '', ifExists = ''] =
    /^([A-Z][a-z]+)(Not)?(\w*?)(IfExists)?$/.exec(operator) ?? [];
  const compare = compares[name + rest];
  if (compare === undefined) throw new TemplateError(`${path}: the embedded run does not know this operator`);
  if (given === undefined) return () => ifExists !== '' || not !== '';
  return () => values.some((value) => compare(value, given)) !== (not !== '');
}

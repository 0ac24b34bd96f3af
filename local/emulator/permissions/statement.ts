import { TemplateError } from '../errors.ts';
import { isRecord, readValue } from '../template/read-value.ts';

/** Patterns of what a statement is about; `except` turns them round, as NotAction and NotResource do. */
export type Patterns = { readonly except: boolean; readonly patterns: readonly string[] };

/** A statement of a policy, its references worked out. */
export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  readonly resources: Patterns;
  readonly conditions: readonly Condition[];
  /** ARNs, or `*`; undefined in a policy of a role, which is about that role. */
  readonly principals: readonly string[] | undefined;
};

/** What somebody asks to do. */
export type PolicyRequest = { readonly action: string; readonly resource: string };

/**
 * The statements of a policy document.
 * @param path names it in errors
 * @throws {TemplateError} for what is malformed, or cannot be evaluated here
 */
export function decodeStatements(document: unknown, path: string): readonly Statement[] {
  const { Statement: statements } = readValue.record(document, path);
  const all = Array.isArray(statements) ? statements : [statements];
  return all.map((statement, index) => decodeStatement(statement, `${path}.Statement[${index}]`));
}

function decodeStatement(value: unknown, path: string): Statement {
  const statement = readValue.record(value, path);
  const { Effect, Action, NotAction, Resource, NotResource, Condition: condition, Principal, NotPrincipal } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new TemplateError(`${path}.Effect: expected Allow or Deny`);
  if (NotPrincipal !== undefined) throw new TemplateError(`${path}: the embedded run knows no NotPrincipal`);
  return {
    effect: Effect,
    actions: decodePatterns(Action, NotAction, `${path}.Action`),
    resources: decodePatterns(Resource, NotResource, `${path}.Resource`),
    conditions: decodeConditions(condition, `${path}.Condition`),
    principals: Principal === undefined ? undefined : decodePrincipals(Principal, `${path}.Principal`),
  };
}

function decodePatterns(wanted: unknown, except: unknown, path: string): Patterns {
  if ((wanted === undefined) === (except === undefined)) {
    throw new TemplateError(`${path}: a statement has either this or its Not form`);
  }
  const patterns = texts(wanted ?? except, path);
  const variable = patterns.find((pattern) => pattern.includes('${'));
  if (variable !== undefined) {
    throw new TemplateError(`${path}: the embedded run knows no variables, as in ${variable}`);
  }
  return { except: wanted === undefined, patterns };
}

/** Services never act as a function's role, so only AWS principals count. */
const decodePrincipals = (value: unknown, path: string): readonly string[] =>
  isRecord(value) ? texts(value.AWS ?? [], `${path}.AWS`) : texts(value, path);

const texts = (value: unknown, path: string): readonly string[] =>
  (Array.isArray(value) ? value : [value]).map((text) => readValue.text(text, path));

/** Whether a statement is about a request, conditions included. */
export const isAbout = ({ actions, resources, conditions }: Statement, { action, resource }: PolicyRequest): boolean =>
  fits(actions, (pattern) => fitsAction(pattern, action)) &&
  fits(resources, (pattern) => fitsPattern(pattern, resource)) &&
  conditions.every((holds) => holds());

const fits = ({ except, patterns }: Patterns, fitsOne: (pattern: string) => boolean): boolean =>
  patterns.some(fitsOne) !== except;

/** Whether one line of a statement's Condition holds. */
type Condition = () => boolean;

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
function decodeConditions(value: unknown, path: string): readonly Condition[] {
  if (value === undefined) return [];
  return Object.entries(readValue.record(value, path)).flatMap(([operator, lines]) => {
    const operatorPath = `${path}.${operator}`;
    const holds = readOperator(operator, operatorPath);
    return Object.entries(readValue.record(lines, operatorPath)).map(([key, value]): Condition => {
      const wanted = texts(value, `${operatorPath}.${key}`);
      return () => holds(wanted, context[key.toLowerCase()]);
    });
  });
}

function readOperator(operator: string, path: string) {
  if (operator === 'Null') {
    return (wanted: readonly string[], given: string | undefined) =>
      wanted.some((value) => (value === 'true') === (given === undefined));
  }
  const [, name = '', not = '', rest = '', ifExists = ''] =
    /^([A-Z][a-z]+)(Not)?(\w*?)(IfExists)?$/.exec(operator) ?? [];
  const compare = compares[name + rest];
  if (compare === undefined) throw new TemplateError(`${path}: the embedded run does not know this operator`);
  const isNegated = not !== '';
  return (wanted: readonly string[], given: string | undefined) => {
    if (given === undefined) return isNegated || ifExists !== '';
    return wanted.some((value) => compare(value, given)) !== isNegated;
  };
}

/** Whether a text fits a pattern of IAM's: `*` stands for any run of characters, also across `:` and `/`, `?` for one. */
export function fitsPattern(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's').test(text);
}

/** As {@link fitsPattern}; names of actions are in any case. */
export const fitsAction = (pattern: string, action: string): boolean =>
  fitsPattern(pattern.toLowerCase(), action.toLowerCase());

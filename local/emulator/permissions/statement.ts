import { isRecord, readValue } from '../template/read-value.ts';
import { TemplateError } from '../template/template-error.ts';
import { type Condition, decodeConditions } from './condition.ts';
import { fitsAction, fitsPattern } from './wildcard.ts';

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
export type Request = { readonly action: string; readonly resource: string };

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
  if (variable !== undefined)
    throw new TemplateError(`${path}: the embedded run knows no variables, as in ${variable}`);
  return { except: wanted === undefined, patterns };
}

/** Services never act as a function's role, so only AWS principals count. */
const decodePrincipals = (value: unknown, path: string): readonly string[] =>
  isRecord(value) ? texts(value.AWS ?? [], `${path}.AWS`) : texts(value, path);

const texts = (value: unknown, path: string): readonly string[] =>
  (Array.isArray(value) ? value : [value]).map((text) => readValue.text(text, path));

/** Whether a statement is about a request, conditions included. */
export const isAbout = ({ actions, resources, conditions }: Statement, { action, resource }: Request): boolean =>
  fits(actions, (pattern) => fitsAction(pattern, action)) &&
  fits(resources, (pattern) => fitsPattern(pattern, resource)) &&
  conditions.every((holds) => holds());

const fits = ({ except, patterns }: Patterns, fitsOne: (pattern: string) => boolean): boolean =>
  patterns.some(fitsOne) !== except;

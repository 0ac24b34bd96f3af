import { TemplateError } from '../errors.ts';
import { isRecord, type JsonRecord, readValue } from './read-value.ts';

/** What the names in a template stand for. */
type References = {
  /** Value of `Ref` to a resource, parameter or pseudo parameter; undefined when there is none of that name. */
  readonly ref: (name: string) => unknown;
  readonly getAtt: (logicalId: string, attribute: string) => unknown;
  readonly mappings: JsonRecord;
  readonly conditions: JsonRecord;
};

type Resolver = {
  /** The value with every intrinsic function in it worked out. What is `AWS::NoValue` is left out. */
  readonly resolve: (value: unknown) => unknown;
  /** Whether a condition of the template holds. */
  readonly holds: (condition: string) => boolean;
};

/**
 * CloudFormation's intrinsic functions, over the names of one template.
 * @throws {TemplateError} for one it does not know, or a name that stands for nothing
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export const createResolver = (references: References): Resolver => ({
  resolve(value) {
    const resolved = resolve(value, references);
    return resolved === noValue ? undefined : resolved;
  },
  holds: (condition) => holds(condition, references),
});

/** Stands for `AWS::NoValue` until it is left out. */
const noValue = Symbol('AWS::NoValue');

/** Works out one function of its argument, whose own intrinsic functions are not yet worked out. */
type IntrinsicFunction = (argument: unknown, references: References) => unknown;

const intrinsicFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: (name, references) => resolveRef(readValue.text(name, 'Ref'), references),
  'Fn::GetAtt': resolveAttribute,
  'Fn::Join': join,
  'Fn::Sub': substitute,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::FindInMap': findInMap,
  'Fn::If': chooseByCondition,
  'Fn::Base64': (argument, references) =>
    Buffer.from(resolveText(argument, 'Fn::Base64', references)).toString('base64'),
  'Fn::Equals': areEqual,
  'Fn::And': (argument, references) =>
    readValue.list(argument, 'Fn::And').every((condition) => isTrue(condition, references)),
  'Fn::Or': (argument, references) =>
    readValue.list(argument, 'Fn::Or').some((condition) => isTrue(condition, references)),
  'Fn::Not': (argument, references) =>
    !readValue.list(argument, 'Fn::Not').every((condition) => isTrue(condition, references)),
  Condition: (name, references) => holds(readValue.text(name, 'Condition'), references),
};

function resolve(value: unknown, references: References): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => resolve(element, references)).filter((element) => element !== noValue);
  }
  if (typeof value === 'string') return refuseDynamicReference(value);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1 && isIntrinsic(only)) {
    const [name, argument] = only;
    const apply = intrinsicFunctions[name];
    if (apply === undefined) throw new TemplateError(`The intrinsic function ${name} is not supported`);
    return apply(argument, references);
  }
  const resolved = entries.map(([key, element]) => [key, resolve(element, references)] as const);
  return Object.fromEntries(resolved.filter(([, element]) => element !== noValue));
}

/** `Condition` is also a key of policy statements, there with an object for a value. */
const isIntrinsic = ([key, argument]: readonly [string, unknown]): boolean =>
  key === 'Ref' || key.startsWith('Fn::') || (key === 'Condition' && typeof argument === 'string');

function refuseDynamicReference(value: string): string {
  if (value.includes('{{resolve:')) throw new TemplateError(`The dynamic reference ${value} is not supported`);
  return value;
}

const resolveText = (value: unknown, path: string, references: References): string =>
  readValue.text(resolve(value, references), path);

const resolveList = (value: unknown, path: string, references: References): readonly unknown[] =>
  readValue.list(resolve(value, references), path);

function holds(condition: string, references: References): boolean {
  if (!(condition in references.conditions)) throw new TemplateError(`No condition is named ${condition}`);
  return isTrue(references.conditions[condition], references);
}

const isTrue = (condition: unknown, references: References): boolean => resolve(condition, references) === true;

function resolveRef(name: string, references: References): unknown {
  if (name === 'AWS::NoValue') return noValue;
  const value = references.ref(name);
  if (value === undefined) throw new TemplateError(`Ref ${name}: nothing of that name is in the template`);
  return value;
}

function resolveAttribute(argument: unknown, references: References): unknown {
  const path = 'Fn::GetAtt';
  const [logicalId, attribute] = typeof argument === 'string' ? splitAtDot(argument) : readValue.list(argument, path);
  return references.getAtt(resolveText(logicalId, path, references), resolveText(attribute, path, references));
}

function splitAtDot(dotted: string): [string, string] {
  const dot = dotted.indexOf('.');
  return [dotted.slice(0, dot), dotted.slice(dot + 1)];
}

function join(argument: unknown, references: References): string {
  const [delimiter, parts] = readValue.list(argument, 'Fn::Join');
  const texts = resolveList(parts, 'Fn::Join', references).map((part) => readValue.text(part, 'Fn::Join'));
  return texts.join(resolveText(delimiter, 'Fn::Join', references));
}

function substitute(argument: unknown, references: References): string {
  const [template, given = {}] = Array.isArray(argument) ? argument : [argument];
  const variables = readValue.record(given, 'Fn::Sub');
  const valueNamed = (name: string): unknown => {
    if (name in variables) return resolve(variables[name], references);
    const isAttribute = name.includes('.') && !name.includes('::');
    return isAttribute ? references.getAtt(...splitAtDot(name)) : resolveRef(name, references);
  };
  return readValue.text(template, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_all, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    return readValue.text(valueNamed(name), `Fn::Sub ${name}`);
  });
}

function select(argument: unknown, references: References): unknown {
  const [index, values] = readValue.list(argument, 'Fn::Select');
  const place = readValue.number(resolve(index, references), 'Fn::Select');
  const selected = resolveList(values, 'Fn::Select', references)[place];
  if (selected === undefined) throw new TemplateError('Fn::Select: the list has no such element');
  return selected;
}

function split(argument: unknown, references: References): readonly string[] {
  const [delimiter, value] = readValue.list(argument, 'Fn::Split');
  return resolveText(value, 'Fn::Split', references).split(resolveText(delimiter, 'Fn::Split', references));
}

function findInMap(argument: unknown, references: References): unknown {
  const keys = readValue.list(argument, 'Fn::FindInMap');
  const [map = '', first = '', second = ''] = keys.map((key) => resolveText(key, 'Fn::FindInMap', references));
  const path = `Fn::FindInMap ${map}.${first}.${second}`;
  const firstLevel = readValue.record(references.mappings[map], path);
  const found = readValue.record(firstLevel[first], path)[second];
  if (found === undefined) throw new TemplateError(`${path}: no such mapping`);
  return found;
}

function chooseByCondition(argument: unknown, references: References): unknown {
  const [condition, whenTrue, whenFalse] = readValue.list(argument, 'Fn::If');
  const chosen = holds(readValue.text(condition, 'Fn::If'), references) ? whenTrue : whenFalse;
  return resolve(chosen, references);
}

function areEqual(argument: unknown, references: References): boolean {
  const [left, right] = resolveList(argument, 'Fn::Equals', references);
  return String(left) === String(right);
}

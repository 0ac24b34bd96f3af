import { isRecord, type JsonRecord, readValue } from './read-value.ts';
import { TemplateError } from './template-error.ts';

/** What the names in a template stand for. */
export type References = {
  /** Value of `Ref` to a resource, parameter or pseudo parameter; undefined when there is none of that name. */
  readonly ref: (name: string) => unknown;
  readonly getAtt: (logicalId: string, attribute: string) => unknown;
  readonly mappings: JsonRecord;
  readonly conditions: JsonRecord;
};

export type Resolver = {
  /** The value with every intrinsic function in it worked out. What is `AWS::NoValue` is left out. */
  readonly resolve: (value: unknown) => unknown;
  /** Whether a condition of the template holds. */
  readonly holds: (condition: string) => boolean;
};

/** Stands for `AWS::NoValue` until it is left out. */
const noValue = Symbol('AWS::NoValue');

/**
 * CloudFormation's intrinsic functions.
 * @throws {TemplateError} for one it does not know, or a name that stands for nothing
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function createResolver(references: References): Resolver {
  const text = (value: unknown, path: string) => readValue.text(resolve(value), path);
  const list = (value: unknown, path: string) => readValue.list(resolve(value), path);

  const functions: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (name) => ref(readValue.text(name, 'Ref')),
    'Fn::GetAtt': (argument) => {
      const [logicalId, attribute] =
        typeof argument === 'string' ? splitOnce(argument) : readValue.list(argument, 'Fn::GetAtt');
      return references.getAtt(text(logicalId, 'Fn::GetAtt'), text(attribute, 'Fn::GetAtt'));
    },
    'Fn::Join': (argument) => {
      const [delimiter, parts] = readValue.list(argument, 'Fn::Join');
      const texts = list(parts, 'Fn::Join').map((part) => readValue.text(part, 'Fn::Join'));
      return texts.join(text(delimiter, 'Fn::Join'));
    },
    'Fn::Sub': (argument) => {
      const [template, variables = {}] = Array.isArray(argument) ? argument : [argument];
      return substitute(readValue.text(template, 'Fn::Sub'), readValue.record(variables, 'Fn::Sub'));
    },
    'Fn::Select': (argument) => {
      const [index, values] = readValue.list(argument, 'Fn::Select');
      const selected = list(values, 'Fn::Select')[readValue.number(resolve(index), 'Fn::Select')];
      if (selected === undefined) throw new TemplateError('Fn::Select: the list has no such element');
      return selected;
    },
    'Fn::Split': (argument) => {
      const [delimiter, value] = readValue.list(argument, 'Fn::Split');
      return text(value, 'Fn::Split').split(text(delimiter, 'Fn::Split'));
    },
    'Fn::FindInMap': (argument) => {
      const [map, first, second] = readValue.list(argument, 'Fn::FindInMap').map((key) => text(key, 'Fn::FindInMap'));
      const path = `Fn::FindInMap ${map}.${first}.${second}`;
      const found = readValue.record(readValue.record(references.mappings[map ?? ''], path)[first ?? ''], path)[
        second ?? ''
      ];
      if (found === undefined) throw new TemplateError(`${path}: no such mapping`);
      return found;
    },
    'Fn::If': (argument) => {
      const [condition, whenTrue, whenFalse] = readValue.list(argument, 'Fn::If');
      return resolve(holds(readValue.text(condition, 'Fn::If')) ? whenTrue : whenFalse);
    },
    'Fn::Base64': (argument) => Buffer.from(text(argument, 'Fn::Base64')).toString('base64'),
    'Fn::Equals': (argument) => {
      const [left, right] = list(argument, 'Fn::Equals');
      return String(left) === String(right);
    },
    'Fn::And': (argument) => readValue.list(argument, 'Fn::And').every(isTrue),
    'Fn::Or': (argument) => readValue.list(argument, 'Fn::Or').some(isTrue),
    'Fn::Not': (argument) => !readValue.list(argument, 'Fn::Not').every(isTrue),
    Condition: (name) => holds(readValue.text(name, 'Condition')),
  };

  const isTrue = (condition: unknown) => resolve(condition) === true;

  function holds(condition: string): boolean {
    if (!(condition in references.conditions)) throw new TemplateError(`No condition is named ${condition}`);
    return isTrue(references.conditions[condition]);
  }

  function ref(name: string): unknown {
    if (name === 'AWS::NoValue') return noValue;
    const value = references.ref(name);
    if (value === undefined) throw new TemplateError(`Ref ${name}: nothing of that name is in the template`);
    return value;
  }

  function substitute(template: string, variables: JsonRecord): string {
    return template.replace(/\$\{(!?)([^}]+)\}/g, (_all, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in variables) return text(variables[name], `Fn::Sub ${name}`);
      const value = name.includes('.') && !name.includes('::') ? references.getAtt(...splitOnce(name)) : ref(name);
      return readValue.text(value, `Fn::Sub ${name}`);
    });
  }

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve).filter((element) => element !== noValue);
    if (typeof value === 'string') return refuseDynamicReference(value);
    if (!isRecord(value)) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (only && entries.length === 1 && isIntrinsic(only)) {
      const apply = functions[only[0]];
      if (apply === undefined) throw new TemplateError(`The intrinsic function ${only[0]} is not supported`);
      return apply(only[1]);
    }
    const resolved = entries.map(([key, element]) => [key, resolve(element)] as const);
    return Object.fromEntries(resolved.filter(([, element]) => element !== noValue));
  }

  return { resolve: (value) => withoutNoValue(resolve(value)), holds };
}

const withoutNoValue = (value: unknown) => (value === noValue ? undefined : value);

/** `Condition` is also a key of policy statements, there with an object for a value. */
const isIntrinsic = ([key, argument]: readonly [string, unknown]): boolean =>
  key === 'Ref' || key.startsWith('Fn::') || (key === 'Condition' && typeof argument === 'string');

function splitOnce(dotted: string): [string, string] {
  const dot = dotted.indexOf('.');
  return [dotted.slice(0, dot), dotted.slice(dot + 1)];
}

function refuseDynamicReference(value: string): string {
  if (value.includes('{{resolve:')) throw new TemplateError(`The dynamic reference ${value} is not supported`);
  return value;
}

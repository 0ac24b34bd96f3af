import { TemplateError } from '../errors.ts';
import { createPropertyReader } from '../template/read-value.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolve-template.ts';
import { account } from '../template/resource-names.ts';
import { type RolePolicies, resourcePolicies, rolePolicies } from './declared-policies.ts';
import { fitsAction, fitsPattern, isAbout, type Patterns, type PolicyRequest, type Statement } from './statement.ts';

/** One thing that a role may do: an action of a statement on a resource of it, as the template writes them. */
export type Grant = {
  /** Logical id of the role. */
  readonly role: string;
  /** Such as `dynamodb:PutItem`; `NotAction …` when the statement says what it is not about. */
  readonly action: string;
  /** ARN, perhaps with wildcards; `NotResource …` likewise. */
  readonly resource: string;
};

export type Decision =
  | { readonly allowed: true; readonly grants: readonly Grant[] }
  | {
      readonly allowed: false;
      /** The sentence that AWS answers with. */
      readonly message: string;
    };

export type PolicyEvaluator = {
  /** @param request who asks, by logical id of the function, for what action on which ARN */
  readonly decide: (request: PolicyRequest & { readonly functionId: string }) => Decision;
  /** Everything that roles of functions may do, each once. */
  readonly grants: readonly Grant[];
  /** What the template leaves open, in sentences: policies whose contents are not known here. */
  readonly warnings: readonly string[];
};

type Caller = { readonly role: RolePolicies; readonly sessionArn: string; readonly functionId: string };

/**
 * Says what a template's functions may do, by the rules of IAM within one account: nothing, unless a statement of the
 * role or of the resource allows it and none denies it. Pure.
 * @throws {TemplateError} when a policy, or the role of a function, says what cannot be evaluated here
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function createPolicyEvaluator(template: ResolvedTemplate): PolicyEvaluator {
  const roles = rolePolicies(template);
  const ofResources = resourcePolicies(template);
  const callers = new Map(
    resourcesOf(template, 'AWS::Lambda::Function').map(({ logicalId, name, properties }) => {
      const roleArn = createPropertyReader(properties, logicalId).required('Role', 'text');
      const role = roles.find(({ arn }) => arn === roleArn);
      if (role === undefined) {
        throw new TemplateError(
          `${logicalId}: its role ${roleArn} is not in the stack, so nobody knows what it may do`,
        );
      }
      const sessionArn = `arn:aws:sts::${account}:assumed-role/${role.name}/${name}`;
      return [logicalId, { role, sessionArn, functionId: logicalId }];
    }),
  );

  function decide(caller: Caller, request: PolicyRequest): Decision {
    const mine = caller.role.statements.filter((statement) => isAbout(statement, request));
    const theirs = ofResources.filter((one) => concerns(one, caller) && isAbout(one, request));
    const denied = (reason: string): Decision => ({
      allowed: false,
      message: `User: ${caller.sessionArn} is not authorized to perform: ${request.action} on resource: ${request.resource} ${reason}`,
    });
    if (mine.some(isDeny)) return denied('with an explicit deny in an identity-based policy');
    if (theirs.some(isDeny)) return denied('with an explicit deny in a resource-based policy');
    const grants = mine.flatMap((statement) => grantsOf(caller.role.logicalId, statement, request));
    if (mine.length + theirs.length > 0) return { allowed: true, grants };
    return denied(`because no identity-based policy allows the ${request.action} action`);
  }

  const used = roles.filter((role) => [...callers.values()].some((caller) => caller.role === role));
  return {
    decide({ functionId, ...request }) {
      const caller = callers.get(functionId);
      if (caller === undefined) throw new TemplateError(`${functionId} is no function of the stack`);
      return decide(caller, request);
    },
    grants: unique(used.flatMap(({ logicalId, statements }) => statements.flatMap((one) => grantsOf(logicalId, one)))),
    warnings: used.flatMap(({ logicalId, unknownPolicies }) =>
      unknownPolicies.map((arn) => `${logicalId}: the contents of ${arn} are not known here, so it grants nothing`),
    ),
  };
}

const isDeny = ({ effect }: Statement) => effect === 'Deny';

/** Whether a policy of a resource speaks of the caller. The account itself does not: that only defers to roles. */
const concerns = ({ principals = [], effect }: Statement, { role, sessionArn }: Caller): boolean =>
  principals.some(
    (principal) =>
      ['*', role.arn, sessionArn].includes(principal) ||
      (effect === 'Deny' && [account, `arn:aws:iam::${account}:root`].includes(principal)),
  );

/** What a statement allows, all of it or the part that a request is about. */
function grantsOf(role: string, statement: Statement, request?: PolicyRequest): readonly Grant[] {
  if (isDeny(statement)) return [];
  const { actions, resources } = statement;
  const part = (patterns: Patterns, kind: string, isAsked: (pattern: string) => boolean) =>
    patterns.except ? [`Not${kind} ${patterns.patterns.join(' ')}`] : patterns.patterns.filter(isAsked);
  const granted = part(actions, 'Action', (pattern) => request === undefined || fitsAction(pattern, request.action));
  const about = part(
    resources,
    'Resource',
    (pattern) => request === undefined || fitsPattern(pattern, request.resource),
  );
  return granted.flatMap((action) => about.map((resource) => ({ role, action, resource })));
}

const unique = (grants: readonly Grant[]): readonly Grant[] => [
  ...new Map(grants.map((grant) => [grantText(grant), grant])).values(),
];

/** A grant in one line, equal for equal grants. */
export const grantText = ({ role, action, resource }: Grant): string => `${role} ${action} ${resource}`;

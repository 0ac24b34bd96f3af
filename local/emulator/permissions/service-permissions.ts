import { TemplateError } from '../errors.ts';
import { declaredEventSources } from '../template/event-sources.ts';
import { createPropertyReader } from '../template/read-value.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolve-template.ts';
import type { PolicyEvaluator } from './policy-evaluator.ts';
import { fitsPattern } from './statement.ts';

type InvokePermission = {
  /** Name or ARN. */
  readonly functionName: string;
  /** Such as `apigateway.amazonaws.com`. */
  readonly principal: string;
  /** ARN with `*` in it; undefined allows every source of that principal. */
  readonly sourceArn: string | undefined;
};

export const declaredPermissions = (template: ResolvedTemplate): readonly InvokePermission[] =>
  resourcesOf(template, 'AWS::Lambda::Permission').flatMap(({ logicalId, properties }) => {
    const { required, optional } = createPropertyReader(properties, logicalId);
    const isInvoke = ['lambda:InvokeFunction', 'lambda:*', '*'].includes(required('Action', 'text'));
    const permission = {
      functionName: required('FunctionName', 'text'),
      principal: required('Principal', 'text'),
      sourceArn: optional('SourceArn', 'text'),
    };
    return isInvoke ? [permission] : [];
  });

/** Whether a service may invoke a function on behalf of a source, as the function's own policy says. */
export function mayInvoke(
  permissions: readonly InvokePermission[],
  source: { readonly principal: string; readonly arn: string },
  target: { readonly name: string; readonly arn: string },
): boolean {
  return permissions.some(
    ({ principal, functionName, sourceArn }) =>
      principal === source.principal &&
      [target.name, target.arn].includes(functionName) &&
      (sourceArn === undefined || fitsPattern(sourceArn, source.arn)),
  );
}

/** What a function's role must be allowed to do with the queue that Lambda polls for it. */
const actions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/**
 * Refuses event source mappings as AWS does when it creates them.
 * @throws {TemplateError} when the role of a function does not let Lambda poll its queue
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function checkEventSourceRoles(template: ResolvedTemplate, decide: PolicyEvaluator['decide']): void {
  for (const { logicalId, functionName, queueArn } of declaredEventSources(template)) {
    const target = resourcesOf(template, 'AWS::Lambda::Function').find(({ name, arn }) =>
      [name, arn].includes(functionName),
    );
    if (target === undefined) throw new TemplateError(`${logicalId}: ${functionName} is no function of the stack`);
    const refused = actions.filter(
      (action) => !decide({ functionId: target.logicalId, action: `sqs:${action}`, resource: queueArn }).allowed,
    );
    if (refused.length > 0) {
      const what = `the role of ${target.logicalId} does not have permissions to call ${refused.join(', ')} on ${queueArn}`;
      throw new TemplateError(`${logicalId}: ${what}`);
    }
  }
}

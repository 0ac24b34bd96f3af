import type { PolicyEvaluator } from '../permissions/policy-evaluator.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolve-template.ts';
import { TemplateError } from '../template/template-error.ts';
import { declaredEventSources } from './event-sources.ts';

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

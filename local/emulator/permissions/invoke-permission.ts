import { createPropertyReader } from '../template/read-value.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolve-template.ts';
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

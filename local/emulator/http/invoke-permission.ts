import { createPropertyReader } from '../template/read-value.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolve-template.ts';

export type InvokePermission = {
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
  principal: string,
  sourceArn: string,
  target: { readonly name: string; readonly arn: string },
): boolean {
  return permissions.some(
    (permission) =>
      permission.principal === principal &&
      [target.name, target.arn].includes(permission.functionName) &&
      (permission.sourceArn === undefined || matchesArn(permission.sourceArn, sourceArn)),
  );
}

/** `*` stands for any run of characters, `?` for one. */
function matchesArn(pattern: string, arn: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`).test(arn);
}

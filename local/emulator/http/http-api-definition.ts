import { TemplateError } from '../errors.ts';
import { declaredPermissions, mayInvoke } from '../permissions/service-permissions.ts';
import { createPropertyReader, readValue } from '../template/read-value.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from '../template/resolve-template.ts';
import { account, region } from '../template/resource-names.ts';

type HttpRoute = {
  readonly routeKey: string;
  readonly functionArn: string;
  readonly integrationTimeoutMs: number;
  /** Whether the function's policy lets this route invoke it, called by way of a stage. */
  readonly permitted: (stage: string) => boolean;
};

export type HttpApiDefinition = {
  readonly apiId: string;
  readonly stages: readonly HttpStage[];
  readonly routes: readonly HttpRoute[];
};

type HttpStage = {
  /** `$default` is served at the root, another below its name. */
  readonly name: string;
  readonly variables: Readonly<Record<string, string>> | undefined;
};

/** @throws {TemplateError} for more than one API: they would need an address each */
export function declaredHttpApi(template: ResolvedTemplate): HttpApiDefinition | undefined {
  const [api, another] = resourcesOf(template, 'AWS::ApiGatewayV2::Api');
  if (another) throw new TemplateError(`${another.logicalId}: the embedded run knows one HTTP API in a stack`);
  if (api === undefined) return undefined;
  if (createPropertyReader(api.properties, api.logicalId).required('ProtocolType', 'text') !== 'HTTP') {
    throw new TemplateError(`${api.logicalId}: the embedded run knows HTTP APIs only`);
  }
  const ofApi = (type: string) => resourcesOf(template, type).filter(({ properties }) => properties.ApiId === api.ref);
  const integrations = new Map(ofApi('AWS::ApiGatewayV2::Integration').map((found) => [found.ref, found]));
  return {
    apiId: api.ref,
    stages: ofApi('AWS::ApiGatewayV2::Stage').map(toStage),
    routes: ofApi('AWS::ApiGatewayV2::Route').map((route) => toRoute(route, integrations, template)),
  };
}

function toStage({ logicalId, properties }: ResolvedResource): HttpStage {
  const { required, optional } = createPropertyReader(properties, logicalId);
  if (optional('AutoDeploy', 'boolean') !== true) {
    throw new TemplateError(`${logicalId}: a stage without AutoDeploy serves only what was deployed by hand`);
  }
  const variables = optional('StageVariables', 'record');
  return {
    name: required('StageName', 'text'),
    variables:
      variables &&
      Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, readValue.text(value, logicalId)])),
  };
}

function toRoute(
  { logicalId, properties }: ResolvedResource,
  integrations: ReadonlyMap<string, ResolvedResource>,
  template: ResolvedTemplate,
): HttpRoute {
  const { required, optional } = createPropertyReader(properties, logicalId);
  if ((optional('AuthorizationType', 'text') ?? 'NONE') !== 'NONE') {
    throw new TemplateError(`${logicalId}: the embedded run knows no authorization of routes`);
  }
  const integration = integrations.get(required('Target', 'text').replace(/^integrations\//, ''));
  if (integration === undefined) throw new TemplateError(`${logicalId}: its target is no integration of the API`);
  const { target, timeoutMs } = readIntegration(integration, template);
  const permissions = declaredPermissions(template);
  const apiId = required('ApiId', 'text');
  const routeKey = required('RouteKey', 'text');
  return {
    routeKey,
    functionArn: target.arn,
    integrationTimeoutMs: timeoutMs,
    permitted(stage) {
      const source = { principal: 'apigateway.amazonaws.com', arn: routeArn(apiId, stage, routeKey) };
      return mayInvoke(permissions, source, target);
    },
  };
}

function readIntegration({ logicalId, properties }: ResolvedResource, template: ResolvedTemplate) {
  const { required, optional } = createPropertyReader(properties, logicalId);
  const kind = `${required('IntegrationType', 'text')} ${required('PayloadFormatVersion', 'text')}`;
  if (kind !== 'AWS_PROXY 2.0') {
    throw new TemplateError(`${logicalId}: the embedded run knows AWS_PROXY 2.0 integrations, not ${kind}`);
  }
  const uri = required('IntegrationUri', 'text');
  const functionArn = /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
  const target = resourcesOf(template, 'AWS::Lambda::Function').find(({ arn }) => arn === functionArn);
  if (target === undefined) throw new TemplateError(`${logicalId}: ${functionArn} is no function of the stack`);
  return { target, timeoutMs: optional('TimeoutInMillis', 'number') ?? 30_000 };
}

/** What API Gateway names itself to the function. */
function routeArn(apiId: string, stage: string, routeKey: string): string {
  const [method, path] = routeKey === '$default' ? ['*', '/$default'] : routeKey.split(' ');
  return `arn:aws:execute-api:${region}:${account}:${apiId}/${stage}/${method}${path}`;
}

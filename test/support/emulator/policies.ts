import { decodeTemplate } from '../../../local/emulator/template/read-assembly.ts';
import { type ResolvedTemplate, resolveTemplate } from '../../../local/emulator/template/resolve-template.ts';

type Resource = { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> };

const tableKey = { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] };

/**
 * A stack `S` with table `T`, queue `Q`, secret `X` and function `F` with role `R`, whose policy has these statements.
 * @param changes resources beside these, or instead
 */
export function stackWith(
  statements: readonly Readonly<Record<string, unknown>>[],
  changes: Readonly<Record<string, Resource>> = {},
): ResolvedTemplate {
  const Resources = {
    T: { Type: 'AWS::DynamoDB::Table', Properties: tableKey },
    Q: { Type: 'AWS::SQS::Queue', Properties: {} },
    X: { Type: 'AWS::SecretsManager::Secret', Properties: {} },
    R: { Type: 'AWS::IAM::Role', Properties: {} },
    F: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['R', 'Arn'] } } },
    P: {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'R' }], PolicyDocument: { Statement: statements } },
    },
    ...changes,
  };
  const endpoints = {
    queueUrl: (name: string) => `http://127.0.0.1:1/000000000000/${name}`,
    httpUrl: 'http://127.0.0.1:2',
  };
  return resolveTemplate('S', decodeTemplate({ Resources }), endpoints);
}

export const arns = {
  table: 'arn:aws:dynamodb:us-east-1:000000000000:table/S-T',
  queue: 'arn:aws:sqs:us-east-1:000000000000:S-Q',
};

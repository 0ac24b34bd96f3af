import { describe, expect, test } from 'vitest';
import { propertiesOf, synthesizedStack } from '../support/synthesized-stack.ts';

const { template, text } = synthesizedStack();
const statefulTypes = [
  'AWS::DynamoDB::Table',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
  'AWS::ApiGatewayV2::Api',
];

/**
 * A changed id is a new resource: an empty table, an empty secret, lost messages, or a webhook's address that the Zoom
 * app does not know. Who must change one migrates first, and then changes this list.
 */
const logicalIds = [
  'ParticipantsDeadLetterQueue2F1F3831',
  'ParticipantsQueueC44EF10F',
  'QosDeadLetterQueueDED59D0D',
  'QosQueue9E5AE9FB',
  'ReportDeadLetterQueueD1632823',
  'ReportQueue4B64E0B2',
  'StoreSecretB7F30BF4',
  'TablesCaptures35A8C904',
  'TablesControlDF2E6BDD',
  'WebhookApi427E2EB3',
  'ZoomAccountMainCredentialsE866C2A4',
  'ZoomAccountMainSecret8A3B200C',
];

describe('resources that hold something', () => {
  test('resources that hold something keep their logical ids', () => {
    const { template: oneAccount } = synthesizedStack({ accounts: [{ name: 'main', plan: 'pro' }] });
    const found = statefulTypes.flatMap((type) => propertiesOf(oneAccount, type).map(({ id }) => id));
    expect(found.sort()).toEqual(logicalIds);
  });

  test('resources that hold something outlive the stack where the stage retains', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret', 'AWS::Logs::LogGroup']) {
      for (const resource of Object.values(template.findResources(type))) {
        expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
      }
    }
    template.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true });
  });

  test('resources that hold something leave with the stack where the stage destroys', () => {
    const { template: destroyed } = synthesizedStack({ removal: 'destroy' });
    expect(JSON.stringify(destroyed.toJSON())).not.toContain('"Retain"');
    destroyed.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
  });
});

describe('secrets', () => {
  test('secrets are made with a placeholder that never changes, as a change would overwrite what operators stored', () => {
    const secrets = propertiesOf(template, 'AWS::SecretsManager::Secret');
    const ofAccounts = secrets.filter(({ id }) => id.startsWith('ZoomAccount'));
    for (const secret of ofAccounts) expect(secret).not.toHaveProperty('SecretString');
    const placeholders = (output: string) =>
      ofAccounts
        .filter(({ id }) => id.includes(output))
        .map(({ GenerateSecretString: { GenerateStringKey, SecretStringTemplate, ...others } }) => {
          expect([GenerateStringKey, others]).toEqual(['placeholder', {}]);
          return SecretStringTemplate;
        });
    const former = (id: string) => ({ 'Fn::Join': ['', [credentials, { Ref: expect.stringContaining(id) }, '"}']] });
    const tokens = '{"accountId":"","clientId":"","clientSecret":"","webhookSecretTokens":[]}';
    const credentials = '{"accountId":"","clientId":"","clientSecret":"","former":"';
    expect([placeholders('Secret'), placeholders('Credentials')]).toEqual([
      [tokens, tokens],
      [former('MainSecret'), former('SchoolEuSecret')],
    ]);
  });

  test('the secret of the store is made once, by a rule that never changes: another one would lose the marks of the erased', () => {
    const [store, ...others] = propertiesOf(template, 'AWS::SecretsManager::Secret').filter(
      ({ id }) => !id.startsWith('ZoomAccount'),
    );
    expect(others).toEqual([]);
    expect(store?.GenerateSecretString).toEqual({ PasswordLength: 64, ExcludePunctuation: true });
    expect(store).not.toHaveProperty('SecretString');
  });

  test('secrets stand nowhere in the template', () => {
    expect(text).not.toMatch(/"SecretString"|resolve:secretsmanager|"NoEcho"/);
    // A key with something in it, however often it was escaped.
    expect(text).not.toMatch(/(clientSecret|clientId|accountId)[\\"]*:[\\"]*[^\\",}\]]/);
  });
});

import { readFileSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import { datasets } from '../../shared/domain/dataset.ts';
import { nameOf, propertiesOf, synthesizedStack } from '../support/synthesized-stack.ts';

const { template } = synthesizedStack({ events: 'own' });
const functions = propertiesOf(template, 'AWS::Lambda::Function');
const teller = functions.find(({ id }) => nameOf(id) === 'NewsTellerFunction');

/** What the function may do, as `action resource`. */
const allowed = propertiesOf(template, 'AWS::IAM::Policy')
  .filter(({ Roles }) => nameOf(Roles[0].Ref) === 'NewsTellerRole')
  .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
  .flatMap(({ Action, Resource }) =>
    [Action]
      .flat()
      .map((action: string) => `${action} ${/"([A-Z]\w{8,})"/.exec(JSON.stringify(Resource))?.[1] ?? '*'}`),
  )
  .map((text) => text.replace(/\w{8}$/, ''))
  .filter((text) => !/^(logs|xray):/.test(text));

describe('news', () => {
  test('a stage that does not ask for news has neither bus, queue nor grant for them', () => {
    expect(synthesizedStack().text).not.toMatch(/"News|events:PutEvents|NEWS_/);
  });

  test('every consumer, and the sweep, may say that there is news, and nothing else of theirs', () => {
    const workers = functions.filter(
      ({ id, Environment: { Variables } }) => Variables.DATASET || nameOf(id) === 'SweepWorkerFunction',
    );
    expect(workers).toHaveLength(datasets.length + 1);
    for (const { Environment } of workers) expect(nameOf(Environment.Variables.NEWS_QUEUE_URL.Ref)).toBe('NewsQueue');
    const all = JSON.stringify(propertiesOf(template, 'AWS::IAM::Policy'));
    expect(all.match(/events:PutEvents/g)).toHaveLength(1);
  });

  test('the function of news reads meetings and puts events on its bus, and may do nothing else', () => {
    expect(allowed.sort()).toEqual([
      'dynamodb:BatchGetItem TablesCaptures',
      'events:PutEvents NewsBus',
      'sqs:DeleteMessage NewsQueue',
      'sqs:GetQueueAttributes NewsQueue',
      'sqs:ReceiveMessage NewsQueue',
    ]);
    expect(teller).not.toHaveProperty('Layers');
    expect(Object.keys(teller?.Environment.Variables).sort()).toEqual([
      ...['CAPTURES_TABLE', 'NEWS_BUS', 'NODE_OPTIONS', 'STAGE'],
    ]);
  });

  test('a stage on the default bus makes none', () => {
    const onDefault = synthesizedStack({ events: 'default' });
    onDefault.template.resourceCountIs('AWS::Events::EventBus', 0);
    expect(onDefault.text).toContain(':event-bus/default');
  });
});

const docs = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

test('the rule that docs/deploy.md shows matches what is published, and may send it to its queue', () => {
  const [, example = ''] = /```ts\n(import \{ EventBus, Rule \}[\s\S]+?)```/.exec(docs('deploy.md')) ?? [];
  const given = { EventBus, Rule, SqsQueue, Queue, busName: 'news' };
  const stack = new Stack();
  new Function(...Object.keys(given), example.replace(/^import .+\n/gm, '')).call(stack, ...Object.values(given));
  const shown = Template.fromStack(stack);
  const [rule] = propertiesOf(shown, 'AWS::Events::Rule');
  const published = JSON.parse(docs('events.schema.json'));
  expect(rule?.EventPattern.source).toEqual([published.source]);
  const [type] = rule?.EventPattern['detail-type'] ?? [];
  for (const field of Object.keys(rule?.EventPattern.detail)) expect(published.$defs[type].required).toContain(field);
  const statements = propertiesOf(shown, 'AWS::SQS::QueuePolicy').flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
  const allows = statements.filter(({ Effect }) => Effect === 'Allow');
  expect(allows.map(({ Principal }) => Principal)).toEqual([{ Service: 'events.amazonaws.com' }]);
  expect(allows[0].Condition.ArnEquals['aws:SourceArn']).toEqual({ 'Fn::GetAtt': [rule?.id, 'Arn'] });
});

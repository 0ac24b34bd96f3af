import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface AlarmTargetProps {
  /** An e-mail address, or the ARN of a topic that exists. */
  readonly target: string;
  /** @default - not encrypted at rest: alarms say nothing of meetings */
  readonly encryptionKey?: IKey | undefined;
}

/** Who hears of alarms. A new e-mail address gets a message first, and hears nothing until its link is followed. */
export class AlarmTarget extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, { target, encryptionKey }: AlarmTargetProps) {
    super(scope, id);
    if (target.startsWith('arn:')) {
      this.topic = Topic.fromTopicArn(this, 'Topic', target);
      return;
    }
    const topic = new Topic(this, 'Topic', { enforceSSL: true, ...(encryptionKey && { masterKey: encryptionKey }) });
    // The ready-made one puts the address into its id, and so all over the template.
    new Subscription(this, 'Email', { topic, protocol: SubscriptionProtocol.EMAIL, endpoint: target });
    // A policy of its own takes the place of the one that lets alarms in.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.topic = topic;
  }
}

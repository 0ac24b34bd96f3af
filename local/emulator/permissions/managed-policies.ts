const allow = (...actions: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});
const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const arnOf = (name: string) => `arn:aws:iam::aws:policy/service-role/${name}`;

/**
 * The contents of AWS's own policies that functions are usually given, by ARN.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaSQSQueueExecutionRole.html
 */
export const managedPolicies: Readonly<Record<string, object>> = {
  [arnOf('AWSLambdaBasicExecutionRole')]: allow(...logs),
  [arnOf('AWSLambdaSQSQueueExecutionRole')]: allow(
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    ...logs,
  ),
};

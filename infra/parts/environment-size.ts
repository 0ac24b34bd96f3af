/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const mostEnvironmentBytes = 4_096;

// What CloudFormation makes of names, in the region with the longest one: it adds 12 random letters, and for a secret 6 more.
const secretHead = 'arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:';
const queueHead = 'https://sqs.ap-southeast-1.amazonaws.com/123456789012/';
const longestQueueName = 80;

/**
 * What a function's variables take at most once they are deployed, in bytes. Lambda measures them as one JSON text, so that a
 * quotation mark within a value takes two.
 * @see https://github.com/github-aws-runners/terraform-aws-github-runner/issues/3594
 * @param variables resolved: what is not known yet stands in them as `Ref`
 */
export function environmentBytes(variables: Readonly<Record<string, unknown>>, stackName: string): number {
  const values = Object.entries(variables).map(([name, value]) => [name, longestText(value, stackName)]);
  return Buffer.byteLength(JSON.stringify(Object.fromEntries(values)));
}

function longestText(value: unknown, stackName: string): string {
  if (typeof value === 'string') return value;
  const { Ref: id, 'Fn::Join': join } = Object(value);
  if (Array.isArray(join)) return join[1].map((part: unknown) => longestText(part, stackName)).join(join[0]);
  const own = `${stackName}-${id}-`.length + 12;
  if (/^(ZoomAccount|StoreSecret)/.test(id)) return 'x'.repeat(`${secretHead}${id}-`.length + 12 + 7);
  if (/Queue/.test(id)) return 'x'.repeat(queueHead.length + Math.min(longestQueueName, own));
  return 'x'.repeat(own);
}

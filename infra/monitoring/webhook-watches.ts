import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../../shared/telemetry/metric-names.ts';
import type { WebhookApi } from '../constructs/webhook-api.ts';
import { productMetric } from './product-metric.ts';
import type { WatchGroup, WatchSection } from './watch.ts';

const period = Duration.minutes(5);

/** Whether Zoom's events get in. */
export const webhookWatches = (webhook: WebhookApi, stage: string): WatchSection => ({
  title: 'Webhook',
  groups: [answers(webhook), refusals(webhook, stage), urlValidations(stage)],
});

const answers = ({ api, receiver }: WebhookApi): WatchGroup => ({
  title: 'Answers',
  watches: [
    {
      id: 'WebhookFaults',
      metric: api.metricServerError({ statistic: 'Sum', period }),
      threshold: 1,
      periods: 2,
      hurts: 'Meetings that end now are captured late, or by the sweep alone.',
      means:
        'The webhook answers 5xx; Zoom sends each event three times more, within an hour and a half, and then no more.',
      runbook: 'webhook-faults',
    },
    {
      id: 'WebhookThrottled',
      metric: receiver.lambda.metricThrottles({ statistic: 'Sum', period }),
      threshold: 1,
      hurts: 'Meetings that end now are captured late, or by the sweep alone.',
      means: 'Lambda has no execution left for the webhook, and Zoom gets a 5xx.',
      runbook: 'webhook-throttled',
    },
  ],
  metrics: [api.metricCount({ statistic: 'Sum', period }), api.metricClientError({ statistic: 'Sum', period })],
});

const refusals = ({ api }: WebhookApi, stage: string): WatchGroup => ({
  title: 'Refused for good',
  watches: [
    {
      id: 'SignatureFailures',
      metric: refusedShare(api, stage),
      threshold: 1,
      hurts: "If they were Zoom's, the meetings of these events are found by the sweep alone.",
      means:
        'A tenth of the requests that bore a signature, and three of them in an hour, were answered 401: no configured secret token made it, or it was out of date.',
      runbook: 'signature-failures',
    },
    {
      id: 'MalformedEvents',
      metric: count('MalformedEvents', stage),
      threshold: 1,
      hurts: 'The meetings of these events are found by the sweep alone.',
      means: 'Zoom sent events, rightly signed, that could not be read: it has changed their form.',
      runbook: 'malformed-events',
    },
  ],
  metrics: [count('SignatureFailures', stage)],
});

const urlValidations = (stage: string): WatchGroup => ({
  title: 'URL validation',
  watches: [
    {
      id: 'UrlValidationFailing',
      metric: validationsLost(stage),
      threshold: 1,
      periods: 2,
      among: 7,
      hurts: 'No meeting is told of any more once Zoom disables the subscription, after six failures.',
      means:
        "On two days of a week Zoom's validation of the endpoint was refused and none was answered: the secret token is not the app's.",
      runbook: 'url-validation-failing',
    },
  ],
  metrics: [count('UrlValidations', stage), count('UrlValidationFailures', stage)],
});

/** Anybody can send one forged request: it raises nothing, and among many real events it hides none that is refused. */
function refusedShare(api: WebhookApi['api'], stage: string): MathExpression {
  const hour = { statistic: 'Sum', period: Duration.hours(1) };
  return new MathExpression({
    label: 'SignatureFailures, where they are a tenth',
    expression: 'IF(failed >= 3 AND 9 * failed >= FILL(all, 0) - FILL(refused, 0) - FILL(faults, 0), failed, 0)',
    usingMetrics: {
      failed: productMetric('SignatureFailures', { stage, ...hour }),
      all: api.metricCount(hour),
      refused: api.metricClientError(hour),
      faults: api.metricServerError(hour),
    },
    period: hour.period,
  });
}

/** By the day, since Zoom asks every 72 hours, and gives up after six failures. */
function validationsLost(stage: string): MathExpression {
  const day = { stage, statistic: 'Sum', period: Duration.days(1) };
  return new MathExpression({
    label: 'UrlValidationFailures, where none is answered',
    expression: 'IF(failed > 0 AND FILL(answered, 0) < 1, failed, 0)',
    usingMetrics: {
      failed: productMetric('UrlValidationFailures', day),
      answered: productMetric('UrlValidations', day),
    },
    period: day.period,
  });
}

const count = (name: MetricName, stage: string) => productMetric(name, { stage, statistic: 'Sum', period });

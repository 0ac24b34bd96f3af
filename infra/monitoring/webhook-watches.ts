import { Duration } from 'aws-cdk-lib';
import type { MetricName } from '../../shared/telemetry/metric-names.ts';
import type { WebhookApi } from '../constructs/webhook-api.ts';
import { productMetric } from './product-metric.ts';
import type { WatchGroup, WatchSection } from './watch.ts';

const period = Duration.minutes(5);

/** Whether Zoom's events get in. */
export const webhookWatches = (webhook: WebhookApi, stage: string): WatchSection => ({
  title: 'Webhook',
  groups: [answers(webhook), refusals(stage), urlValidations(stage)],
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

const refusals = (stage: string): WatchGroup => ({
  title: 'Refused for good',
  watches: [
    {
      id: 'SignatureFailures',
      metric: count('SignatureFailures', stage),
      threshold: 1,
      hurts: "If they were Zoom's, the meetings of these events are found by the sweep alone.",
      means:
        'Requests bore a signature that no configured secret token made, or one out of date, and were answered 401.',
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
});

const urlValidations = (stage: string): WatchGroup => ({
  title: 'URL validation',
  watches: [
    {
      id: 'UrlValidationFailing',
      metric: count('UrlValidationFailures', stage),
      threshold: 1,
      hurts: 'No meeting is told of any more once Zoom disables the subscription, after six failures.',
      means: "Zoom's validation of the endpoint was refused: the secret token is not the app's.",
      runbook: 'url-validation-failing',
    },
  ],
  metrics: [count('UrlValidations', stage)],
});

const count = (name: MetricName, stage: string) => productMetric(name, { stage, statistic: 'Sum', period });

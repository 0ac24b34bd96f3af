import { Duration } from 'aws-cdk-lib';
import type { News } from '../constructs/news.ts';
import { productMetric } from './product-metric.ts';
import type { WatchSection } from './watch.ts';

const period = Duration.minutes(5);

/** Whether whoever waits for news of captures hears them. */
export const newsWatches = ({ deadLetterQueue }: News, stage: string): WatchSection => ({
  title: 'News',
  groups: [
    {
      title: 'Not told',
      watches: [
        {
          id: 'NewsDeadLetters',
          metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period }),
          threshold: 1,
          hurts: 'Whoever waits for news of these meetings hears nothing; the meetings themselves are captured.',
          means: 'EventBridge has not taken them in five tries.',
          runbook: 'news-not-told',
        },
        {
          id: 'NewsNotTold',
          metric: productMetric('NewsNotTold', { stage, statistic: 'Sum', period }),
          threshold: 1,
          hurts: 'Whoever waits for news of these meetings hears nothing; the meetings themselves are captured.',
          means: 'Consumers could not put them into their queue in three tries.',
          runbook: 'news-not-told',
        },
      ],
    },
  ],
});

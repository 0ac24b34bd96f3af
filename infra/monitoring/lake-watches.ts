import { Duration } from 'aws-cdk-lib';
import { productMetric } from './product-metric.ts';
import type { WatchSection } from './watch.ts';

const period = Duration.hours(1);

/** Whether the lake is as the table is. */
export const lakeWatches = (stage: string): WatchSection => ({
  title: 'Lake',
  groups: [
    {
      title: 'Mirror',
      watches: [
        {
          id: 'LakeLate',
          metric: productMetric('LakeRuns', { stage, statistic: 'Sum', period }),
          threshold: 1,
          comparison: 'below',
          periods: 3,
          alarmsWhenMissing: true,
          hurts: 'Whoever asks the lake gets answers of hours ago; the table itself is up to date.',
          means: 'For three hours no run of the mirror has come through the last days.',
          runbook: 'lake-late',
        },
        {
          id: 'LakeDiffers',
          metric: productMetric('LakeForeignFiles', { stage, statistic: 'Sum', period }),
          threshold: 1,
          hurts: 'Whoever asks the lake of these days gets what somebody else has put there.',
          means: 'Files in the bucket are not those that the mirror has written, and it leaves them alone.',
          runbook: 'lake-differs',
        },
      ],
    },
  ],
});

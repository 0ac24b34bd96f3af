import { expect, test } from 'vitest';
import { meetingListCall, meetingLists } from '../../../shared/zoom/lists/meeting-lists.ts';

const days = { from: '2026-11-19', to: '2026-11-20' };

test.each([
  [
    'history',
    '/report/history_meetings?page_size=300&from=2026-11-19&to=2026-11-20&date_type=end_time&meeting_type=all',
    'history_meetings',
  ],
  [
    'meetings',
    '/metrics/meetings?page_size=300&from=2026-11-19&to=2026-11-20&query_date_type=end_time&include_fields=tracking_fields&type=past',
    'meetings',
  ],
  [
    'meetings-of-one',
    '/metrics/meetings?page_size=300&from=2026-11-19&to=2026-11-20&query_date_type=end_time&include_fields=tracking_fields&type=pastOne',
    'meetings',
  ],
  [
    'webinars',
    '/metrics/webinars?page_size=300&from=2026-11-19&to=2026-11-20&query_date_type=end_time&include_fields=tracking_fields&type=past',
    'webinars',
  ],
] as const)('the list %s is asked for whole pages of what ended on these days', (list, path, rowsName) => {
  expect(meetingListCall({ list, ...days })).toEqual({ path, rowsName });
  expect(meetingListCall({ list, ...days, pageToken: 'a+/b==' }).path).toBe(`${path}&next_page_token=a%2B%2Fb%3D%3D`);
});

test('the history lists both kinds at once, the dashboard takes three lists', () => {
  expect(meetingLists).toEqual({ history: ['history'], dashboard: ['meetings', 'meetings-of-one', 'webinars'] });
});

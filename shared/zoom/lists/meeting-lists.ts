/** Where Zoom lists an account's ended meetings and webinars. */
export const meetingLists = {
  /** Both kinds, one participant or many, in one list. */
  history: ['history'],
  /** The dashboard has them apart, and allows few calls a minute. */
  dashboard: ['meetings', 'meetings-of-one', 'webinars'],
} as const;

export type ListSource = keyof typeof meetingLists;
export type MeetingList = (typeof meetingLists)[ListSource][number];

export type MeetingListRequest = {
  readonly list: MeetingList;
  /** First and last UTC day, such as `2026-11-20`, by when meetings ended: a month at most, of the last six. */
  readonly from: string;
  readonly to: string;
  readonly pageToken?: string;
};

/** The dashboard leaves tracking fields out unless it is asked for them. */
const dashboardQuery = { query_date_type: 'end_time', include_fields: 'tracking_fields' } as const;

type Call = { readonly path: string; readonly rowsName: string };

const calls: Readonly<
  Record<MeetingList, { readonly path: string; readonly rowsName: string; readonly query: object }>
> = {
  history: {
    path: '/report/history_meetings',
    rowsName: 'history_meetings',
    query: { date_type: 'end_time', meeting_type: 'all' },
  },
  meetings: { path: '/metrics/meetings', rowsName: 'meetings', query: { ...dashboardQuery, type: 'past' } },
  'meetings-of-one': {
    path: '/metrics/meetings',
    rowsName: 'meetings',
    query: { ...dashboardQuery, type: 'pastOne' },
  },
  webinars: { path: '/metrics/webinars', rowsName: 'webinars', query: { ...dashboardQuery, type: 'past' } },
};

/** The largest page of every list. */
const pageSize = 300;

/** Path and query of one page, relative to the API's base, and where its rows stand in the answer. */
export function meetingListCall({ list, from, to, pageToken }: MeetingListRequest): Call {
  const { path, rowsName, query } = calls[list];
  const parameters = new URLSearchParams({ page_size: String(pageSize), from, to, ...query });
  if (pageToken !== undefined) parameters.set('next_page_token', pageToken);
  return { path: `${path}?${parameters}`, rowsName };
}

import type { SimulatedMeeting } from '../../meeting.ts';
import { countRows } from '../../rows/row.ts';
import type { ListEndpoint } from './list-endpoint.ts';

const minuteMs = 60_000;

/** One line of a list, as Zoom writes it there: each list has its own names and its own spelling of times. */
export function listedItem(endpoint: ListEndpoint, meeting: SimulatedMeeting): Readonly<Record<string, unknown>> {
  const participants = countRows(meeting.participants);
  const minutes = Math.round((Date.parse(meeting.endTime) - Date.parse(meeting.startTime)) / minuteMs);
  if (endpoint.area === 'report') {
    return {
      meeting_uuid: meeting.uuid,
      meeting_id: Number(meeting.meetingId),
      type: meeting.kind === 'webinar' ? 'Webinar' : 'Meeting',
      host_display_name: 'Simulated Host',
      host_email: 'host@example.com',
      start_time: meeting.startTime,
      end_time: meeting.endTime,
      topic: meeting.topic,
      participants,
      duration: minutes,
      source: 'Zoom',
    };
  }
  return {
    uuid: meeting.uuid,
    id: Number(meeting.meetingId),
    topic: meeting.topic,
    host: 'Simulated Host',
    email: 'host@example.com',
    user_type: 'Licensed',
    start_time: dashboardTime(meeting.startTime),
    end_time: dashboardTime(meeting.endTime),
    duration: `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
    participants,
  };
}

/** The dashboard's lists have seven decimals and an offset, where its participants' lists have neither. */
const dashboardTime = (time: string) => new Date(time).toISOString().replace(/\.(\d+)Z$/, '.$10000+00:00');

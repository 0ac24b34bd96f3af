import type { SimulatedMeeting } from '../meeting.ts';
import { countRows, type Row } from './row.ts';

const minuteMs = 60_000;
const host = { name: 'Simulated Host', email: 'host@example.com', department: 'Research' } as const;
const trackingFields = [{ field: 'Cost centre', value: '4711' }];

/** One line of `/report/history_meetings`. */
export function historyRow(meeting: SimulatedMeeting): Row {
  if (meeting.listRow !== undefined) return meeting.listRow;
  const people = countRows(meeting.participants);
  const minutes = minutesOf(meeting);
  return {
    meeting_uuid: meeting.uuid,
    meeting_id: Number(meeting.meetingId),
    type: meeting.kind === 'webinar' ? 'Webinar' : 'Meeting',
    host_display_name: host.name,
    host_email: host.email,
    start_time: meeting.startTime,
    end_time: meeting.endTime,
    topic: meeting.topic,
    participants: people,
    duration: minutes,
    total_participant_minutes: people * minutes,
    department: host.department,
    group: ['Everybody'],
    source: 'Zoom',
    unique_viewers: meeting.kind === 'webinar' ? people : 0,
    max_concurrent_views: meeting.kind === 'webinar' ? people : 0,
    create_time: meeting.startTime,
    custom_fields: [{ key: 'Site', value: 'Zürich' }],
    tracking_fields: trackingFields,
    feature_used: featuresUsed(meeting),
  };
}

/** What Zoom says of it in the history, always all of them. */
function featuresUsed({ kind }: SimulatedMeeting): Readonly<Record<string, boolean>> {
  const used = new Set(['screen_sharing', 'video_on', 'reaction', ...(kind === 'webinar' ? ['registration'] : [])]);
  const names = `screen_sharing video_on remote_control closed_caption breakout_room language_interpretation
    telephone_usage in_meeting_chat poll join_by_room waiting_room live_transcription reaction zoom_apps annotation
    raise_hand virtual_background whiteboard immersive_scene avatar switch_to_mobile file_sharing meeting_summary
    meeting_questions record_to_computer record_to_cloud live_translation registration smart_recording multi_speaker
    meeting_wallpaper gen_ai_virtual_background multi_share document_collaboration portrait_lighting
    personalized_audio_isolation color_themes`.split(/\s+/);
  return Object.fromEntries(names.map((name) => [name, used.has(name)]));
}

/** One line of the dashboard's lists; `hasTracking` where `include_fields` asks for tracking fields. */
export function dashboardRow(meeting: SimulatedMeeting, hasTracking: boolean): Row {
  if (meeting.listRow !== undefined) return meeting.listRow;
  return {
    uuid: meeting.uuid,
    id: Number(meeting.meetingId),
    topic: meeting.topic,
    host: host.name,
    email: host.email,
    dept: host.department,
    user_type: 'Licensed',
    start_time: dashboardTime(meeting.startTime),
    end_time: dashboardTime(meeting.endTime),
    duration: hoursAndMinutes(minutesOf(meeting)),
    participants: countRows(meeting.participants),
    has_poll: false,
    has_qa: false,
    has_survey: false,
    ...(hasTracking && { tracking_fields: trackingFields }),
  };
}

const minutesOf = ({ startTime, endTime }: SimulatedMeeting): number =>
  Math.round((Date.parse(endTime) - Date.parse(startTime)) / minuteMs);

/** Such as 01:05. */
export const hoursAndMinutes = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** The dashboard's lists have seven decimals and an offset, where its participants' lists have neither. */
const dashboardTime = (time: string) => new Date(time).toISOString().replace(/\.(\d+)Z$/, '.$10000+00:00');

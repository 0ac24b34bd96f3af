import { type Dataset, datasets } from '../../shared/domain/dataset.ts';
import type { ColumnSpec, ColumnType } from './column-spec.ts';
import { sampleColumns } from './sample-columns.ts';
import { summaryColumns } from './summary-columns.ts';

/** What can be exported: a dataset, or the minutes within its QoS sessions. */
export const exportTables = [...datasets, 'qos-samples'] as const;
export type ExportTable = (typeof exportTables)[number];

/** Of the meeting, before Zoom's own fields. A field of Zoom's that bears one of these names stands in `extra`. */
export const meetingColumns: readonly ColumnSpec[] = [
  ...columns('text', 'uuid meeting_id topic kind'),
  ...columns('timestamp', 'end_time'),
];

/** Fields that are not among the columns, and values that do not fit theirs: a JSON object, or nothing. */
export const extraColumn: ColumnSpec = { name: 'extra', type: 'json' };

const typeOf: Readonly<Record<string, ColumnType>> = {
  ...typed('timestamp', 'join_time leave_time'),
  ...typed('boolean', 'recording share_application share_desktop share_whiteboard has_archiving failover'),
  ...typed('integer', 'in_room_participants duration'),
  ...typed('double', 'total_jointime_cost'),
  ...typed('json', 'internal_ip_addresses audio_call issue_list'),
};

// Every field that Zoom is known to have sent; of meetings and webinars, so that the columns are the same for both.
const fields: Readonly<Record<Dataset, string>> = {
  participants: `id user_id participant_user_id participant_uuid registrant_id customer_key user_name email role groupId
    join_time leave_time leave_reason status bo_mtg_id location ip_address internal_ip_addresses in_room_participants
    total_jointime_cost device device_name os os_version browser_name browser_version client version pc_name domain
    mac_addr harddisk_id camera microphone speaker zoom_thin_client_plugin_version network_type connection_type
    video_connection_type as_connection_type data_center full_data_center sip_uri from_sip_uri audio_call audio_quality
    video_quality screen_share_quality share_application share_desktop share_whiteboard recording has_archiving
    optional_archiving aic_disclaimer`,
  qos: `id user_id participant_uuid user_name email groupId join_time leave_time location ip_address
    internal_ip_addresses total_jointime_cost device device_name os os_version browser_name browser_version client
    version pc_name domain mac_addr harddisk_id zoom_thin_client_plugin_version network_type connection_type
    video_connection_type as_connection_type data_center full_data_center share_application share_desktop
    share_whiteboard recording has_archiving optional_archiving health issue_list`,
  report: `id user_id participant_user_id name user_email join_time leave_time duration failover status customer_key
    registrant_id bo_mtg_id`,
};

/** The columns of a table, always the same and in this order. */
export function columnsOf(table: ExportTable): readonly ColumnSpec[] {
  const own =
    table === 'qos-samples'
      ? sampleColumns
      : fields[table].split(/\s+/).map((name): ColumnSpec => ({ name, type: typeOf[name] ?? 'text' }));
  return [...meetingColumns, ...own, ...(table === 'qos' ? summaryColumns : []), extraColumn];
}

function columns(type: ColumnType, names: string): ColumnSpec[] {
  return names.split(' ').map((name) => ({ name, type }));
}

function typed(type: ColumnType, names: string): Record<string, ColumnType> {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]));
}

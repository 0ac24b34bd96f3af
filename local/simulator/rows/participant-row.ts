import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import { integerFrom, pick, randomBytesFrom, seededRandom, seedOf } from './random.ts';
import type { SimulatedSession } from './session.ts';

type Fields = Record<string, unknown>;

/** What the dashboard and the quality of service say alike of a session's machine and line. */
export function machineFields(seed: number, { person, joinTime, leaveTime, userId }: SimulatedSession): Fields {
  const random = seededRandom(seedOf(seed, 'machine', person.index));
  const { device, member, phone } = person;
  const outside = !member;
  const relay = pick(random, ['UDP', 'TCP', 'Reliable UDP', 'SSL+Proxy']);
  const center = pick(random, ['United States (SC Top)', 'Germany (FR)', 'SC', 'Japan (TY)']);
  const host = integerFrom(random, 1, 254);
  const mac = randomBytesFrom(random, 6)
    .toString('hex')
    .replace(/(..)(?!$)/g, '$1:');
  return {
    id: person.id,
    user_id: userId,
    participant_uuid: person.participantUuid,
    user_name: person.name,
    email: person.email,
    device: device.device,
    device_name: phone ? '' : `${device.os || 'Unknown'} device ${host}`,
    os: device.os,
    os_version: device.osVersion,
    browser_name: device.browser,
    browser_version: device.browser === '' ? '' : '141',
    client: device.client,
    version: phone ? '' : '6.2.3.48012',
    pc_name: outside ? '' : `PC-${person.index}`,
    domain: outside ? '' : 'example.com',
    // Zoom sends it with a leading blank at times.
    mac_addr: outside ? '' : ` ${mac}`,
    harddisk_id: outside ? '' : randomBytesFrom(random, 8).toString('hex'),
    ip_address: phone ? '' : `192.0.2.${host}`,
    internal_ip_addresses: phone ? [] : [`198.51.100.${host}`],
    location: pick(random, ['Zürich (CH)', 'San Jose (US)', 'São Paulo (BR)', '']),
    network_type: device.network,
    connection_type: phone ? '' : relay,
    video_connection_type: phone ? '' : relay,
    as_connection_type: phone ? '' : relay,
    data_center: center,
    full_data_center: `${center};`,
    join_time: joinTime,
    leave_time: leaveTime,
    share_application: person.index % 4 === 0,
    share_desktop: person.index % 6 === 0,
    share_whiteboard: false,
    recording: person.index === 0,
    groupId: member ? randomBytesFrom(random, 16).toString('base64url') : '',
    has_archiving: false,
    optional_archiving: 'no optional archiving',
    total_jointime_cost: integerFrom(random, 50, 900) / 100,
    zoom_thin_client_plugin_version: '',
  };
}

function leaveReason({ person, status, rejoined }: SimulatedSession, kind: Kind): string {
  if (status === 'in_waiting_room') return 'Leave waiting room.';
  if (rejoined) return `${person.name} left the ${kind}.<br>Reason: Host ended the ${kind}.`;
  return person.line === 'poor' ? 'Network connection error.' : `${person.name} left the ${kind}.`;
}

function roleOf(personIndex: number, kind: Kind): string {
  if (personIndex === 0) return 'host';
  return kind === 'webinar' && personIndex < 4 ? 'panelist' : 'attendee';
}

/** What is not known: Zoom writes "" for it, or null, or nothing at all. */
export function blankAsZoomDoes(fields: Fields, personIndex: number): Fields {
  if (personIndex % 5 === 3) return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
  if (personIndex % 5 === 4) {
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === '' ? null : value]));
  }
  return fields;
}

/** Field names that only meetings have, not webinars. */
const meetingOnly = ['camera', 'in_room_participants', 'status', 'groupId', 'total_jointime_cost', 'aic_disclaimer'];

/** A row of `/metrics/{meetings,webinars}/{id}/participants` with every field that Zoom is known to send. */
export function participantRow(seed: number, kind: Kind, session: SimulatedSession): Fields {
  const { person } = session;
  const quality = person.phone || session.status === 'in_waiting_room' ? '' : person.line;
  const call = { call_number: `1415555${1000 + person.index}`, call_type: 'call-in', zoom_number: '14155550100' };
  const fields: Fields = {
    ...machineFields(seed, session),
    participant_user_id: person.id,
    registrant_id: person.registrantId,
    customer_key: person.index % 9 === 2 ? `customer-${person.index}` : '',
    role: roleOf(person.index, kind),
    leave_reason: leaveReason(session, kind),
    status: session.status,
    bo_mtg_id: session.breakoutRoom,
    in_room_participants: person.device.device === 'Zoom Rooms' ? 6 : 1,
    camera: person.member ? 'FaceTime HD Camera' : '',
    microphone: person.member ? 'Microphone (2- High Definition Audio Device)' : '',
    speaker: person.member ? 'Speaker (2- High Definition Audio Device)' : '',
    sip_uri: '',
    from_sip_uri: '',
    audio_call: person.phone ? [call] : [],
    audio_quality: quality,
    video_quality: quality,
    screen_share_quality: '',
    aic_disclaimer: 'no disclaimer',
  };
  const kept = Object.entries(fields).filter(([name]) => kind === 'meeting' || !meetingOnly.includes(name));
  return blankAsZoomDoes(Object.fromEntries(kept), person.index);
}

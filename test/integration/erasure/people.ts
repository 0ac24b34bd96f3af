import type { SimulatedMeeting } from '../../../local/simulator/meeting.ts';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { countRows, type Row, type Rows, rowFields } from '../../../local/simulator/rows/row.ts';

/** Somebody invented, with all that Zoom tells of them. */
export const ada = {
  id: 'z8yCxTTTTSiw02QgCAp8uQ',
  email: 'Ada.Erased@example.com',
  name: 'Ada Erased',
  device: 'ADAS-LAPTOP',
  address: '203.0.113.77',
  customer: 'customer-of-ada',
} as const;
export const adaTexts = Object.values(ada);

const list = (rows: Rows): Row[] =>
  Array.from({ length: countRows(rows) }, (_, at) => ('count' in rows ? rows.at(at) : (rows[at] ?? {})));

/** Which of her signs a dataset's rows show; the others are blank. */
type Shown = { readonly id?: boolean; readonly email?: boolean; readonly customer?: boolean };
export type AdasRows = {
  readonly participants?: Shown;
  readonly qos?: Shown;
  readonly report?: Shown;
  readonly hosts?: boolean;
};

/** A small meeting that she attended: with the others of it, and a guest who bears her name. */
export function meetingWithAda(
  recipe: { readonly seed: number; readonly uuid: string; readonly endTime: string; readonly participants?: number },
  { participants, qos, report, hosts = false }: AdasRows,
): SimulatedMeeting {
  const meeting = generateMeeting({ participants: 4, minutes: 2, topic: 'Weekly', ...recipe });
  const at = { join_time: new Date(Date.parse(recipe.endTime) - 100_000).toISOString(), leave_time: recipe.endTime };
  const times = { ...at, user_id: '99', status: 'in_meeting' };
  const machine = { pc_name: ada.device, ip_address: ada.address, leave_reason: `${ada.name} left the meeting.` };
  const signs = ({ id, email, customer }: Shown, emailField: string) => ({
    id: id ? ada.id : '',
    [emailField]: email ? ada.email : '',
    ...(customer && { customer_key: ada.customer }),
  });
  const guest = { ...at, user_id: '98', id: '', email: '', user_email: '', user_name: 'Ada', name: 'Ada' };
  const [sample] = list(meeting.qos).map((row) => rowFields(row).user_qos);
  return {
    ...meeting,
    ...(hosts && { hostId: ada.id, topic: `${ada.name}'s Zoom Meeting` }),
    // Hers first: of several pages, the one that is stored first.
    participants: [
      ...(participants ? [{ ...times, ...machine, user_name: ada.name, ...signs(participants, 'email') }] : []),
      ...list(meeting.participants),
      guest,
    ],
    qos: [
      ...(qos ? [{ ...times, ...machine, user_name: ada.name, ...signs(qos, 'email'), user_qos: sample }] : []),
      ...list(meeting.qos),
      { ...guest, user_qos: sample },
    ],
    report: [
      ...(report ? [{ ...times, duration: 100, name: ada.name, ...signs(report, 'user_email') }] : []),
      ...list(meeting.report),
      { ...guest, duration: 100 },
    ],
  };
}

import type { Row } from '../../local/simulator/rows/row.ts';

/** Lines of the history that are nothing like the usual ones, each as Zoom would send it; `times` are the meeting's. */
export function oddListRows(uuid: string, times: { readonly start_time: string; readonly end_time: string }) {
  const usual = { meeting_uuid: uuid, meeting_id: 93201235621, type: 'Meeting', topic: 'Odd', ...times };
  const text = (fields: string) => `${JSON.stringify(usual).slice(0, -1)},${fields}}`;
  const rows: Readonly<Record<string, Row>> = {
    'no host': usual,
    'a host who left': { ...usual, host_display_name: '', host_email: null, department: '' },
    'a department of 500 characters': { ...usual, department: 'Forschung & Entwicklung '.repeat(21).slice(0, 500) },
    emoji: { ...usual, host_display_name: '👩🏽‍🔬 Ada 明けまして', group: ['🏛️', ''] },
    'half an emoji': text('"host_display_name":"\\ud83d","department":"ok"'),
    'an unknown field': {
      ...usual,
      has_external_participant: true,
      nested: { a: [1, null, { b: '' }] },
      '': 'nameless',
    },
    'tracking fields twice with one name': {
      ...usual,
      tracking_fields: [
        { field: 'Cost centre', value: '1' },
        { field: 'Cost centre', value: '1' },
        { field: 'Cost centre', value: '2', extra: null },
      ],
    },
    'our own names': {
      ...usual,
      pk: 'x',
      account: 'y',
      listed: 1,
      listedBy: 'z',
      endedAt: '',
      verbatim: '{}',
      sk: null,
    },
    'numbers that no double holds': text('"total_participant_minutes":12345678901234567890,"cost":1.50,"minus":-0'),
  };
  return rows;
}

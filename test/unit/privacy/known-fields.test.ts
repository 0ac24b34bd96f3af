import { describe, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { dashboardRow, historyRow } from '../../../local/simulator/rows/listed-row.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import { knownDatasets } from '../../../shared/domain/dataset.ts';
import { omit } from '../../../shared/domain/omit.ts';
import { checkFields, knownFieldsOf, knownMeetingFields } from '../../../shared/domain/privacy/known-fields.ts';
import { createUnknownFieldsLog } from '../../../shared/telemetry/unknown-fields-log.ts';

const meeting = generateMeeting({ seed: 1, kind: 'webinar', participants: 6, registrants: 6, answers: 6, minutes: 3 });

describe('the fields of a row', () => {
  test.each(knownDatasets)('of %s are known, and the row stays as it is', (dataset) => {
    for (const text of rowTexts(meeting[dataset])) {
      // But for what is never stored.
      const row = omit(rowFields(text), 'join_url', 'participant_pin_code');
      const checked = checkFields(row, knownFieldsOf(dataset), 'drop');
      expect(checked).toEqual({ row, unknown: [], leftOut: 0 });
      expect(checked.row).toBe(row);
    }
  });

  test('of Zoom’s lists of meetings are known', () => {
    for (const row of [historyRow(meeting), dashboardRow(meeting, true)].map(rowFields)) {
      expect(checkFields(row, knownMeetingFields, 'drop').unknown).toEqual([]);
    }
  });

  const sample = { date_time: 'x', audio_input: {}, iris_scan: 'who' };
  const row = { user_name: 'Ada', iris_scan: 'who', user_qos: [sample, { date_time: 'y' }, 'odd'] };

  test('that nobody knows are left out where the stage says so, in samples too, and counted', () => {
    expect(checkFields(row, knownFieldsOf('qos'), 'drop')).toEqual({
      row: { user_name: 'Ada', user_qos: [{ date_time: 'x', audio_input: {} }, { date_time: 'y' }, 'odd'] },
      unknown: ['iris_scan', 'user_qos.iris_scan'],
      leftOut: 2,
    });
  });

  test('that nobody knows are left out of a list within a list too', () => {
    const answer = { type: 'host_answered_publicly', content: 'Yes', mood: 'cross' };
    const asked = {
      name: 'Ada',
      iris_scan: 'who',
      question_details: [{ question: 'Why?', tone: 'sharp', answer_details: [answer, 'odd'] }],
    };
    expect(checkFields(asked, knownFieldsOf('qa'), 'drop')).toEqual({
      row: {
        name: 'Ada',
        question_details: [
          { question: 'Why?', answer_details: [{ type: 'host_answered_publicly', content: 'Yes' }, 'odd'] },
        ],
      },
      unknown: ['iris_scan', 'question_details.tone', 'question_details.answer_details.mood'],
      leftOut: 3,
    });
  });

  test('of no list are looked for in a field that has the name of one elsewhere', () => {
    const odd = { name: 'Ada', question_details: [{ question: 'Why?', question_details: [{ tone: 'sharp' }] }] };
    expect(checkFields(odd, knownFieldsOf('polls'), 'drop').row).toEqual({
      name: 'Ada',
      question_details: [{ question: 'Why?' }],
    });
  });

  test('that nobody knows are kept else, and told all the same', () => {
    const checked = checkFields(row, knownFieldsOf('qos'), 'keep');
    expect(checked).toEqual({ row, unknown: ['iris_scan', 'user_qos.iris_scan'], leftOut: 0 });
    expect(checked.row).toBe(row);
  });
});

test('a field that nobody knows is logged once by its name, and no odd name is', () => {
  const lines: unknown[] = [];
  const tell = createUnknownFieldsLog({ warn: (message, fields) => void lines.push({ message, ...fields }) });
  tell('qos', ['iris_scan', 'user_qos.iris_scan', 'ada@example.com', 'Ada Erased', '', 'user_qos.Ada Erased', '.x']);
  tell('qos', ['iris_scan']);
  tell('report', ['iris_scan']);
  expect(lines).toEqual([
    {
      message: 'Zoom sends fields that are not described',
      of: 'qos',
      fields: 'iris_scan, user_qos.iris_scan, (no usual name)',
    },
    { message: 'Zoom sends fields that are not described', of: 'report', fields: 'iris_scan' },
  ]);
});

describe('what is never stored', () => {
  const never = { join_url: 'https://zoom.us/w/1?tk=secret', participant_pin_code: 7 };
  const registrant = { id: 'r', email: 'ada@example.com' };

  test.each(['keep', 'drop'] as const)('goes by any rule, and is counted: %s', (rule) => {
    expect(checkFields({ ...registrant, ...never }, knownFieldsOf('registrants'), rule)).toEqual({
      row: registrant,
      unknown: [],
      leftOut: 2,
    });
  });

  test('goes beside what nobody knows', () => {
    const row = { ...registrant, ...never, iris_scan: 'who' };
    expect(checkFields(row, knownFieldsOf('registrants'), 'drop')).toEqual({
      row: registrant,
      unknown: ['iris_scan'],
      leftOut: 3,
    });
    expect(checkFields(row, knownFieldsOf('registrants'), 'keep').row).toEqual({ ...registrant, iris_scan: 'who' });
  });

  test('is of its dataset alone', () => {
    expect(knownFieldsOf('registrants').never).toEqual(new Set(['join_url', 'participant_pin_code']));
    expect(knownFieldsOf('qos')).not.toHaveProperty('never');
  });

  test('leaves the fields of lists known', () => {
    const known = {
      own: new Set(['list', 'a']),
      nested: [{ list: 'list', own: new Set(['b']) }],
      never: new Set(['x']),
    };
    expect(checkFields({ a: 1, x: 2, list: [{ b: 3, c: 4 }] }, known, 'drop')).toEqual({
      row: { a: 1, list: [{ b: 3 }] },
      unknown: ['list.c'],
      leftOut: 2,
    });
  });
});

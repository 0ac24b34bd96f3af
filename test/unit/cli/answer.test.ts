import { expect, test } from 'vitest';
import { isParticipant } from '../../../cli/commands/qos.ts';
import { worstStream } from '../../../cli/commands/quality.ts';
import { flagsText } from '../../../cli/output/cells.ts';
import { type AnswerOptions, each, printAnswer } from '../../../cli/texts/answer.ts';
import { createSink } from '../../support/sink.ts';

type NamedShare = { readonly name: string; readonly share: number };

async function printed(options: AnswerOptions, ...items: NamedShare[]): Promise<string> {
  const stdout = createSink();
  const answer = {
    items: each(items),
    list: 'ones',
    facts: { day: '2026-11-20', topic: undefined },
    columns: [
      { name: 'the_name', width: 8, cell: ({ name }: NamedShare) => name },
      { name: 'share', cell: ({ share }: NamedShare) => share, text: ({ share }: NamedShare) => `${share * 100} %` },
      { name: 'extra', only: 'csv' as const, cell: () => undefined },
    ],
    toJson: ({ name }: NamedShare) => ({ name }),
  };
  expect(await printAnswer(answer, options, { stdout: stdout.stream })).toBe(items.length);
  return stdout.text();
}

test('an answer for people has titles, texts cut to their width, and a dash for what is blank', async () => {
  expect(await printed({}, { name: 'Ada Lovelace', share: 0.5 }, { name: '', share: 1 })).toBe(
    'THE NAME  SHARE\nAda Lov…  50 %\n-         100 %\n',
  );
  expect(await printed({})).toBe('');
});

test('an answer as CSV has numbers as they are, quotes where needed, and nothing that a spreadsheet runs', async () => {
  const names = ['a,"b"', '=1', '+1', '-1', '@x', '\t=1', '\u001b[2J'];
  const text = await printed({ csv: true }, ...names.map((name) => ({ name, share: 0.25 })));
  expect(text.split('\r\n')).toEqual([
    'the_name,share,extra',
    '"a,""b""",0.25,',
    ...["'=1", "'+1", "'-1", "'@x", ' =1', '\\u001b[2J'].map((name) => `${name},0.25,`),
    '',
  ]);
  expect(await printed({ csv: true })).toBe('the_name,share,extra\r\n');
});

test('an answer as JSON is one line with its facts and its list', async () => {
  expect(await printed({ json: true }, { name: 'a\nb', share: 1 })).toBe(
    '{"day":"2026-11-20","ones":[{"name":"a\\nb"}]}\n',
  );
  expect(await printed({ json: true })).toBe('{"day":"2026-11-20","ones":[]}\n');
});

test('an answer of many lines as CSV has its titles once', async () => {
  const text = await printed({ csv: true }, ...Array.from({ length: 450 }, () => ({ name: 'a', share: 1 })));
  expect(text.split('\r\n')).toHaveLength(452);
  expect(text.match(/the_name/g)).toHaveLength(1);
});

test('a participant of QoS is named by an id in its own letters, by address or name in any', () => {
  const row = { user_id: '16778240', id: 'AbC', user_name: 'Zoë Å', email: 'Zoe@example.com' };
  const named = ['16778240', 'AbC', 'ZOË å', ' zoe@EXAMPLE.com '];
  expect(named.map((name) => isParticipant(row, name))).toEqual([true, true, true, true]);
  expect(['abc', 'Zoë', '', '1677824'].map((name) => isParticipant(row, name))).toEqual([false, false, false, false]);
  expect(isParticipant({ user_id: '', user_name: '' }, '')).toBe(false);
});

test('the flags of a person read as words, with what makes a person uncertain first', () => {
  expect(flagsText({ knownBy: 'nothing', oddities: ['assumedLeave', 'leaveAfterEnd'] })).toBe(
    'unidentified, assumed leave, leave after end',
  );
  expect(flagsText({ knownBy: 'email', oddities: [] })).toBe('');
});

test('the worst stream is the one with the largest share of bad minutes, the first of equals', () => {
  const stream = (badShare: number) => ({ minutes: 10, badShare });
  const summary = { minutes: 10, badMinutes: 5, badShare: 0.5 };
  const streams = { audio_input: stream(0.1), video_input: stream(0.5), video_output: stream(0.5) };
  expect(worstStream({ ...summary, ...streams })?.name).toBe('video_input');
  expect(worstStream(summary)).toBeUndefined();
});

test('an answer has the columns that were asked for, in their order, for people and as CSV', async () => {
  const columns = ['share', 'extra', 'the_name'];
  expect(await printed({ columns }, { name: 'Ada', share: 1 })).toBe('SHARE  EXTRA  THE NAME\n100 %  -      Ada\n');
  expect(await printed({ csv: true, columns: ['extra', 'share'] }, { name: 'Ada', share: 1 })).toBe(
    'extra,share\r\n,1\r\n',
  );
  const refused = printed({ columns: ['shares'] }, { name: 'Ada', share: 1 });
  await expect(refused).rejects.toThrow('there is no shares: choose of the_name, share, extra');
});

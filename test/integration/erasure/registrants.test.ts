import { expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import { rowFields, rowTexts } from '../../../local/simulator/rows/row.ts';
import { endTime, startErasureFixture } from './erasure-fixture.ts';
import { ada } from './people.ts';

const link = 'registrant-id-of-ada';
const texts = [ada.email, ada.name, ada.device, link];

test('who is erased is gone from the registrants, and with them what a row shows by their link alone', async () => {
  await using fixture = await startErasureFixture();
  const meeting = generateMeeting({
    seed: 8,
    uuid: 'registered==',
    participants: 4,
    minutes: 2,
    registrants: 6,
    endTime,
  });
  const registrants = rowTexts(meeting.registrants).map(rowFields);
  const others = rowTexts(meeting.participants).map(rowFields);
  const hers = {
    ...registrants[0],
    id: link,
    email: ada.email,
    first_name: ada.name,
    custom_questions: [{ title: 'Who?', value: ada.name }],
  };
  const stay = { ...others[0], id: '', participant_user_id: '', email: '', user_name: 'Guest', registrant_id: link };
  const came = { ...stay, user_id: '99', participant_uuid: 'ADA', customer_key: '', pc_name: ada.device };
  const planted = { ...meeting, registrants: [hers, ...registrants], participants: [came, ...others] };
  fixture.simulator.addMeeting(planted);
  fixture.end(planted, ['participants', 'registrants']);
  await fixture.drain({ until: fixture.now() + 600_000 });
  expect(await fixture.tracesOf(texts)).not.toEqual([]);

  const receipt = await fixture.erase('--person', ada.email);
  expect(receipt).toMatchObject({ rows: { registrants: 1, participants: 1 }, meetings: 1 });
  expect(await fixture.tracesOf(texts)).toEqual([]);
  expect(await fixture.store.load(meeting.uuid, 'registrants')).toMatchObject({ rows: 6, erased: 1 });

  // The later polls find her in Zoom's lists, and store nothing of her.
  await fixture.drain();
  expect(await fixture.tracesOf(texts)).toEqual([]);
  expect(await fixture.store.load(meeting.uuid, 'registrants')).toMatchObject({ state: 'settled', rows: 6, erased: 1 });
  expect(await fixture.erase('--person', ada.email)).toMatchObject({ meetings: 0 });
});

test('who is erased is gone from polls and questions, and what somebody else’s row has of them is told and taken out', async () => {
  await using fixture = await startErasureFixture();
  const meeting = generateMeeting({ seed: 9, uuid: 'asked==', participants: 4, answers: 4, minutes: 2, endTime });
  const answer = { type: 'host_answered_publicly', content: 'So.', user_id: ada.id, name: ada.name, email: ada.email };
  const question = { question: 'Why?', question_status: 'answered', answer_details: [answer] };
  const names = { name: ada.name, email: ada.email, first_name: ada.name, last_name: '' };
  const planted = {
    ...meeting,
    polls: [{ ...names, question_details: [{ question: 'Who?', answer: ada.name }] }, ...rowTexts(meeting.polls)],
    qa: [
      { user_id: ada.id, name: ada.name, email: '', question_details: [{ question: `By ${ada.name}` }] },
      { user_id: '', name: 'Bob', email: '', question_details: [question] },
    ],
  };
  fixture.simulator.addMeeting(planted);
  fixture.end(planted, ['polls', 'qa']);
  await fixture.drain({ until: fixture.now() + 2 * 3_600_000 });

  const receipt = await fixture.erase('--person', ada.email, '--also', ada.id);
  expect(receipt).toMatchObject({
    rows: { polls: 1, qa: 1 },
    left: [{ uuid: meeting.uuid, of: 'qa', fields: ['question_details'], items: 1 }],
  });
  const texted = await fixture.erase('--person', ada.email, '--also', ada.id, '--text', ada.email, '--text', ada.name);
  expect(texted).toMatchObject({ blanked: 1 });
  expect(await fixture.tracesOf([ada.email, ada.name])).toEqual([]);
  expect(await fixture.store.load(meeting.uuid, 'polls')).toMatchObject({ rows: 4, erased: 1 });
});

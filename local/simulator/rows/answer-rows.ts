import { personAt, type SimulatedPerson } from './person.ts';

/** Whose answers are asked for, and when the meeting ended, in epoch milliseconds. */
type Answering = { readonly seed: number; readonly index: number; readonly endAtMs: number };
type AnswerRow = Readonly<Record<string, unknown>>;

const before = (endAtMs: number, seconds: number): string => new Date(endAtMs - seconds * 1_000).toISOString();

/** Zoom hides one who answers anonymously, and knows of no other sign to tell two of them apart. */
const isAnonymous = (index: number): boolean => index % 5 === 2;

function namesOf({ name, email }: SimulatedPerson, anonymous: boolean): AnswerRow {
  if (anonymous) return { name: 'Anonymous Attendee', email: '', first_name: '', last_name: '' };
  const [first = '', ...last] = name.split(' ');
  return { name, email, first_name: first, last_name: last.join(' ') };
}

/** One person's element of `/report/{meetings,webinars}/{id}/polls`. */
export function pollRow({ seed, index, endAtMs }: Answering): AnswerRow {
  const given = { date_time: before(endAtMs, 900), polling_id: '798fGJEWrA' };
  const details = [
    { question: 'How are you?', answer: index % 2 === 0 ? 'Wonderful 🌞' : 'Öl; "müde"', ...given },
    { question: 'Which of these?', answer: index % 3 === 0 ? 'One;Two; and a half' : 'Two', ...given },
  ];
  return { ...namesOf(personAt(seed, index), isAnonymous(index)), question_details: details };
}

/** One person's element of `/report/{meetings,webinars}/{id}/survey`. */
export function surveyRow({ seed, index, endAtMs }: Answering): AnswerRow {
  const given = { date_time: before(endAtMs, -120), question_id: 'q7rTy' };
  const details = [{ question: 'Would you come again?', answer: index % 3 === 0 ? '' : `Yes, ${index}`, ...given }];
  return { ...namesOf(personAt(seed, index), isAnonymous(index)), answer_details: details };
}

const statuses = ['answered', 'open', 'dismissed', 'answered', 'deleted', 'default'];
const types = ['host_answered_publicly', 'participant_commented', 'host_answered_privately', 'host_answered'];

/** One person's element of `/report/{meetings,webinars}/{id}/qa`. The host, person 0, answers. */
export function questionRow({ seed, index, endAtMs }: Answering): AnswerRow {
  const asker = personAt(seed, index);
  const host = personAt(seed, 0);
  const questions = Array.from({ length: 1 + (index % 2) }, (_, at) => {
    const number = index + at;
    const status = statuses[number % statuses.length];
    const content = `Answer ${number}; whole`;
    const answer = { content, name: host.name, email: host.email, user_id: host.id };
    const answers =
      status === 'answered'
        ? [{ ...answer, create_time: before(endAtMs, 300), type: types[index % types.length] }]
        : [];
    return {
      question_id: `zxU4wOw${number}`,
      question: `Why ${number}? "Und warum?"`,
      answer: answers.length > 0 ? content : '',
      create_time: before(endAtMs, 600),
      question_status: status,
      answer_details: answers,
    };
  });
  const { name, email, id } = asker;
  const isHidden = isAnonymous(index);
  return {
    user_id: isHidden ? '' : id,
    name: isHidden ? 'Anonymous Attendee' : name,
    email: isHidden ? '' : email,
    question_details: questions,
  };
}

import { type Dataset, knownDatasets } from '../../shared/domain/dataset.ts';
import type { Zone } from '../../shared/domain/zone/zone.ts';
import type { CauseGroup } from '../../shared/operations/attention/cause-groups.ts';
import { type NeedyState, nextStep } from '../../shared/operations/attention/next-step.ts';
import { type Attention, mostCounted, needsPerson } from '../../shared/operations/attention/read-attention.ts';
import { counted, minuteText } from '../output/cells.ts';
import type { CommandLine } from '../output/command-line.ts';
import { printable } from '../output/printable.ts';
import type { Colour, Paint } from '../output/terminal.ts';
import { wrapped } from '../output/wrap.ts';
import type { AccountStop } from '../source/account-stops.ts';
import type { DelayedSweep } from '../source/delayed-sweeps.ts';
import { stopText } from './limits-text.ts';
import { errorText } from './meeting-status.ts';

export type AttentionView = {
  readonly paint: Paint;
  /** Of the times. */
  readonly zone: Zone;
  /** Of the terminal. */
  readonly columns: number;
  readonly command: CommandLine;
  /** UUIDs to name of each cause. */
  readonly uuidsEach: number;
};

/** What needs a person, each cause once, with what to type next. */
export function needsYouText(attention: Attention, sweeps: readonly DelayedSweep[], view: AttentionView): string {
  const { needsYou } = attention;
  const { captures, meetings, unread, groups, deadLetters = {} } = needsYou;
  const refused = sweeps.filter(({ refused }) => refused);
  if (!needsPerson(attention) && refused.length === 0) return `${view.paint('green', 'Needs you:')} nothing.\n`;
  const dead = Object.values(deadLetters).reduce((sum, messages) => sum + messages, 0);
  const counts = [
    ...(captures > 0 ? [`${counted(captures, 'capture')} of ${counted(meetings, 'meeting')}`] : []),
    ...(dead > 0 ? [counted(dead, 'dead letter')] : []),
    ...(refused.length > 0 ? [counted(refused.length, 'sweep')] : []),
  ];
  const parts = [
    ...[...groups].sort(actionableFirst).map((group) => groupText(group, view)),
    ...(unread > 0 ? [`${counted(unread, 'capture')} beyond these, of older meetings, were not read.\n`] : []),
    ...(dead > 0 ? [deadLettersText(deadLetters, view)] : []),
    ...refused.map((sweep) => sweepText(sweep, view)),
  ];
  return `${view.paint('red', 'Needs you:')} ${counts.join('; ')}.\n\n${parts.join('\n')}`;
}

const actionableFirst = (a: CauseGroup<NeedyState>, b: CauseGroup<NeedyState>): number =>
  Number(nextStep(a).commands.length === 0) - Number(nextStep(b).commands.length === 0);

function groupText(group: CauseGroup<NeedyState>, view: AttentionView): string {
  const { state, account, fault, uuids } = group;
  const { advice, commands } = nextStep(group);
  const head = headed(view, { word: state, colour: 'red', text: groupCounts(group) });
  const named = uuids.slice(0, view.uuidsEach).map((uuid) => `    ${printable(uuid)}\n`);
  const more = uuids.length - named.length;
  return [
    head,
    ...(account === '' ? [] : [`  account ${printable(account)}\n`]),
    ...(fault ? [wrapped(errorText(fault), view.columns, '  ')] : []),
    ...named,
    ...(more > 0 ? [`    and ${more.toLocaleString('en')} more\n`] : []),
    wrapped(advice, view.columns, '  '),
    ...commands.map((args) => `    ${view.command(args)}\n`),
  ].join('');
}

/** `3 captures (qos, report) of 2 meetings`; of webinars alone it says so. */
const groupCounts = ({ captures, datasets: names, kinds, uuids }: CauseGroup<string>): string =>
  `${counted(captures, 'capture')} (${names.join(', ')}) of ${counted(uuids.length, kinds.includes('meeting') ? 'meeting' : 'webinar')}`;

function deadLettersText(deadLetters: Partial<Record<Dataset, number>>, { paint, command }: AttentionView): string {
  const names = knownDatasets.flatMap((dataset) =>
    deadLetters[dataset] ? [`${dataset} ${deadLetters[dataset]}`] : [],
  );
  return [
    `${paint('red', 'dead letters')}: ${names.join(', ')}\n`,
    '  They are kept for 14 days at the most. What they are, and the last fault of each:\n',
    `    ${command(['redrive', '--all', '--dry-run'])}\n`,
  ].join('');
}

function sweepText({ account, triedAt, sweptUntil, message }: DelayedSweep, view: AttentionView): string {
  const until = sweptUntil === undefined ? 'nothing is swept yet' : `swept until ${minuteText(sweptUntil, view.zone)}`;
  const head = `Sweep of ${printable(account)} is delayed (${until}, tried ${minuteText(triedAt, view.zone)}):`;
  return `${head}\n${wrapped(printable(message), view.columns, '  ')}    ${view.command(['doctor'])}\n`;
}

/** What is the account's, and no capture's. */
export type AccountFacts = { readonly sweeps: readonly DelayedSweep[]; readonly stops: readonly AccountStop[] };

/** What goes on by itself, and until when. */
export function waitingText(
  { waiting: { states, delayed }, unavailable }: Attention,
  { sweeps, stops }: AccountFacts,
  view: AttentionView,
): string {
  const passing = sweeps.filter(({ refused }) => !refused);
  const lines = [
    ...stops.map(({ account, stop }) =>
      wrapped(`account ${printable(account)} is ${stopText(stop, view.zone)} Nothing is lost.`, view.columns, '  '),
    ),
    ...states.map(({ state, captures, nextAt, lastAt }) => {
      const more = captures >= mostCounted ? ' or more' : '';
      // Of those at work the index knows when their worker must have ended.
      const due = state === 'running' ? '' : `, ${dueText(nextAt, lastAt, view.zone)}`;
      const text = `${counted(captures, 'capture')}${more}${due}`;
      return headed(view, { word: state, colour: 'yellow', text, indent: '  ' });
    }),
    ...delayed.map((group) => delayedText(group, view)),
    ...passing.map((sweep) => wrapped(sweepSentence(sweep, view.zone), view.columns, '  ')),
  ];
  const never = `${counted(unavailable, 'capture')} that ended without data (unavailable):\n`;
  return [
    lines.length === 0 ? 'Waiting: nothing.\n' : 'Waiting, and going on by itself:\n',
    ...lines,
    ...(unavailable > 0 ? [never, `    ${view.command(['status', '--state', 'unavailable'])}\n`] : []),
  ].join('');
}

function dueText(nextAt: string, lastAt: string, zone: Zone): string {
  const [from, to] = [minuteText(nextAt, zone), minuteText(lastAt, zone)];
  return from === to ? `due ${from}` : `due from ${from} to ${to}`;
}

/** Of those that are due first. */
function delayedText(group: CauseGroup<string>, view: AttentionView): string {
  const { state, fault, nextAt } = group;
  if (!fault) return '';
  const at = nextAt === undefined ? '' : `, tried again at ${minuteText(nextAt, view.zone)}`;
  const text = `${groupCounts(group)}, ${state}${at}`;
  const head = headed(view, { word: 'delayed', colour: 'yellow', text, indent: '  ' });
  return `${head}${wrapped(errorText(fault), view.columns, '    ')}`;
}

type Headed = { readonly word: string; readonly colour: Colour; readonly text: string; readonly indent?: string };

/** `failed: 3 captures …`, wrapped, the word in its colour. */
const headed = ({ paint, columns }: AttentionView, { word, colour, text, indent = '' }: Headed): string =>
  wrapped(`${word}: ${text}`, columns, indent).replace(word, paint(colour, word));

const sweepSentence = ({ account, triedAt, message }: DelayedSweep, zone: Zone): string =>
  `Sweep of ${printable(account)} is delayed, tried ${minuteText(triedAt, zone)}: ${printable(message)}`;

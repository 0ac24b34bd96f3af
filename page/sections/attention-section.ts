import type { CauseGroup } from '../../shared/operations/attention/cause-groups.ts';
import type { NeedyState, NextStep } from '../../shared/operations/attention/next-step.ts';
import type { Attention } from '../../shared/operations/attention/read-attention.ts';
import { foreignText, foreignTextOr, html, type Markup } from '../html/markup.ts';
import { countText, numberText } from '../html/text.ts';

/** Captures that need a person for the same cause, and what to do. */
export type NeedyGroup = CauseGroup<NeedyState> & { readonly step: NextStep };

/** The meetings of a cause that are named. */
const mostNamed = 5;

/** What a person has to do, by cause; and what goes on by itself. `linkOf`: the page of a meeting that has one. */
export function renderAttention(
  attention: Attention,
  groups: readonly NeedyGroup[],
  linkOf: (uuid: string) => { readonly href: string; readonly topic: string | undefined } | undefined,
): Markup {
  const { needsYou, waiting, unavailable } = attention;
  const waits = waiting.states.map(({ state, captures }) => `${numberText(captures)} ${state}`);
  const beside = [
    ...(waits.length > 0 ? [`Lists that go on by themselves: ${waits.join(', ')}.`] : []),
    ...(unavailable > 0 ? [`${countText(unavailable, 'list')} that Zoom never had.`] : []),
  ];
  return html`${groups.length === 0 && html`<p><span class="state good"><span aria-hidden="true">✓</span> nothing</span> needs a person.</p>\n`}${groups.map((group) => renderGroup(group, linkOf))}${
    needsYou.unread > 0 &&
    html`<p>At least ${countText(needsYou.unread, 'more list')} of older meetings are in such states: <code>status</code> tells.</p>\n`
  }${beside.length > 0 && html`<p>${beside.join(' ')}</p>`}`;
}

function renderGroup(
  { state, account, datasets, captures, fault, uuids, step }: NeedyGroup,
  linkOf: (uuid: string) => { readonly href: string; readonly topic: string | undefined } | undefined,
): Markup {
  const named = uuids.slice(0, mostNamed);
  const more = uuids.length - named.length;
  const items = named.map((uuid) => {
    const page = linkOf(uuid);
    return page
      ? html`<li><a href="${page.href}">${foreignTextOr(page.topic, 'Without a topic', 80)}</a></li>`
      : html`<li><code>${foreignText(uuid)}</code></li>`;
  });
  return html`<div class="cause"><p><strong>${countText(captures, 'list')} ${state}</strong> (${datasets.join(', ')}) of ${countText(uuids.length, 'meeting')}, account ${foreignText(account)}</p>
${fault && html`<p>${foreignText(fault.message, 300)}</p>\n`}<ul>${items}${more > 0 && html`<li>and ${numberText(more)} more</li>`}</ul>
<p>${step.advice}</p>
${step.commands.map((args) => html`<p><code>zoom-capture ${args.map(quoted).join(' ')}</code></p>\n`)}</div>
`;
}

/** As a shell takes it. */
const quoted = (argument: string): string =>
  /^[\w@%+=:,./][\w@%+=:,./-]*$/.test(argument) || /^--?[a-z-]+$/.test(argument)
    ? argument
    : `'${argument.replaceAll("'", "'\\''")}'`;

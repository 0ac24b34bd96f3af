import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountSettings } from '../infra/settings/account-settings.ts';
import type { Setting } from '../infra/settings/setting.ts';
import { functionSettings, settings } from '../infra/settings/settings.ts';

export const settingsFile = join(import.meta.dirname, 'settings.md');

/** docs/settings.md, made from the table of settings. */
export function settingsPage(): string {
  return `# Settings of a stage

For whoever deploys. Stages stand in [infra/stages.ts](../infra/stages.ts).
\`cdk deploy -c stage=prod -c retentionDays=365\` gives one for once, where the column *By context* says so. A wrong value
stops the synthesis with a sentence that names the setting, its value and what it must be.

This page is made from \`infra/settings/settings.ts\` by \`npm run docs:settings\`; a test holds it against the table.

${markdownTable(
  ['Setting', 'What it does', 'It must be', 'Default', 'By context', 'Functions read it as'],
  Object.entries<Setting>(settings).map(([name, setting]) => [
    ...rowOf(name, setting),
    setting.byContext ? 'yes' : '',
    readAs(name, setting),
  ]),
)}

## Of each Zoom account

What an entry of \`accounts\` says.

${markdownTable(
  ['Setting', 'What it does', 'It must be', 'Default'],
  Object.entries<Setting>(accountSettings).map(([name, setting]) => rowOf(name, setting)),
)}
`;
}

const rowOf = (name: string, { says, schema }: Setting): string[] => [
  `\`${name}\``,
  says,
  mustBe(schema),
  defaultOf(schema),
];

/** The end of the sentence that refuses a value which no setting takes. */
const mustBe = (schema: Setting['schema']): string => schema.safeParse(Symbol()).error?.issues[0]?.message ?? '';

function defaultOf({ _zod: { def } }: Setting['schema']): string {
  if (def.type === 'optional') return 'none';
  if (!('defaultValue' in def)) return 'required';
  return `\`${JSON.stringify(def.defaultValue)}\``;
}

function readAs(name: string, { variable }: Setting): string {
  if (variable === undefined) return '';
  const functions = Object.entries<readonly string[]>(functionSettings).filter(([, names]) => names.includes(name));
  return `\`${variable}\` (${functions.map(([kind]) => kind).join(', ')})`;
}

const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

if (import.meta.main) writeFileSync(settingsFile, settingsPage());

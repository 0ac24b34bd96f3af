import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settingsFile, settingsPage } from '../../docs/settings-page.ts';
import { accountSettings } from '../../infra/settings/account-settings.ts';
import type { Setting } from '../../infra/settings/setting.ts';
import { functionSettings, settings } from '../../infra/settings/settings.ts';
import { defineStage, overridable, settingVariables } from '../../infra/settings/stage-config.ts';

const root = join(import.meta.dirname, '..', '..');
const table = Object.entries<Setting>({ ...settings, ...accountSettings });

/** What functions are bundled from. */
const sources = ['functions', 'shared'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8')),
);

test('docs/settings.md says what the table of settings says; `npm run docs:settings` writes it anew', () => {
  expect(readFileSync(settingsFile, 'utf8')).toBe(settingsPage());
});

test.each(table)('the setting %s is explained in one sentence', (_name, { says }) => {
  expect(says).toMatch(/^[A-Z].*\.$/);
  expect(says.match(/\. /g)).toBeNull();
});

test.each(table)('the setting %s has a sentence that refuses a value of no kind', (_name, { schema }) => {
  const message = schema.safeParse(Symbol()).error?.issues[0]?.message ?? '';
  expect(message).toMatch(/^(a|an|one|made|tags|true) /);
});

test('settings that a context can give are words: what one is made of several parts is not among them', () => {
  const ofParts = ['accounts', 'privacy', 'internalDomains', 'concurrency', 'tags'];
  expect(overridable).toEqual(Object.keys(settings).filter((name) => name !== 'stage' && !ofParts.includes(name)));
});

test('a setting has a variable exactly when some function is told of it', () => {
  const told = new Set<string>(Object.values(functionSettings).flat());
  const withVariable = Object.entries<Setting>(settings).filter(([, { variable }]) => variable !== undefined);
  expect(new Set(withVariable.map(([name]) => name))).toEqual(told);
});

test.each(Object.values(settings).flatMap((setting) => ('variable' in setting ? [setting.variable] : [])))(
  'the variable %s of a setting is read by the code of functions',
  (variable) => {
    const isRead = sources.some((source) => new RegExp(`\\b${variable}\\b`).test(source));
    expect(isRead).toBe(true);
  },
);

test('functions are told of settings as text, and as JSON where a setting is no word', () => {
  const config = defineStage({
    stage: 'dev',
    accounts: [{ name: 'main', plan: 'pro' }],
    removal: 'destroy',
    privacy: { all: { drop: ['email'] } },
  });
  expect(settingVariables(config, 'capture')).toEqual({
    ZOOM_API_URL: 'https://api.zoom.us/v2',
    ZOOM_OAUTH_URL: 'https://zoom.us/oauth/token',
    TIME_SCALE: '1',
    RETENTION_DAYS: '0',
    PRIVACY: '{"all":{"drop":["email"]}}',
    UNKNOWN_FIELDS: 'keep',
    CONFIDENTIAL: 'drop',
    QOS_SAMPLES: 'packed',
  });
});

const withKinds = (kinds: unknown, datasets?: unknown) =>
  defineStage({
    stage: 'dev',
    // Settings come from a file that the compiler reads, and from nowhere else; here it must not.
    accounts: [{ name: 'main', plan: 'pro', kinds, ...(datasets !== undefined && { datasets }) } as never],
    removal: 'destroy',
  });

test('an account captures meetings and webinars, or one of them, of all datasets or by dataset', () => {
  for (const kinds of [['meeting'], ['webinar', 'meeting'], { qos: ['meeting'] }, {}, undefined]) {
    expect(withKinds(kinds).accounts[0]?.kinds).toEqual(kinds);
  }
  const wanted = /accounts\[0\]\.kinds.* it must be a list out of meeting, webinar, each at most once/;
  for (const kinds of [[], ['meetings'], ['meeting', 'meeting'], 'meeting', { qos: [] }]) {
    expect(() => withKinds(kinds)).toThrow(wanted);
  }
  expect(() => withKinds({ chat: ['meeting'] })).toThrow('accounts[0].kinds');
  expect(() => withKinds({ qos: ['meeting'] }, ['report'])).toThrow(
    'accounts[0].kinds names qos, which is not captured; it must be one of report.',
  );
});

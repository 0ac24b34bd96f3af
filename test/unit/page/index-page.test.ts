import { describe, expect, test } from 'vitest';
import { contentOf } from '../../../page/html/document.ts';
import { type IndexPageData, renderIndexPage } from '../../../page/index-page.ts';
import { utc } from '../../../shared/domain/zone/zone.ts';
import type { Attention } from '../../../shared/operations/attention/read-attention.ts';
import { meetingSource } from './meeting-fixture.ts';

const calm: Attention = {
  needsYou: { captures: 0, meetings: 0, groups: [], unread: 0 },
  waiting: { states: [], delayed: [] },
  unavailable: 0,
};
const facts = { people: 5, isBound: false, minutes: 100, badMinutes: 0 };
const failed = { state: 'failed', expectedRows: null, rows: 0, polls: 0, pages: 0, calls: 1 } as const;
const empty: IndexPageData = {
  meetings: [],
  isCut: false,
  series: [],
  attention: calm,
  needy: [],
  writtenAtMs: 0,
  zone: utc,
};
const nasty = '</script><img src=x onerror=alert(1)>\u202e';

function listed(index: number, badMinutes = 0) {
  const uuid = `uuid-${index}==`;
  const { status } = meetingSource({}, { uuid }, index === 1 ? { qos: failed } : {});
  return {
    status: { ...status, topic: `Meeting ${index} ${nasty}`, host: nasty },
    facts: { ...facts, badMinutes, isBound: index === 1 },
    href: `meetings/${index}.html`,
  };
}

describe('the index', () => {
  test('the index of nothing says so, and runs no script', async () => {
    const page = await renderIndexPage(empty);
    expect(page).toContain('None is stored yet.');
    expect(page).toContain('needs a person.');
    expect(page).not.toContain('<script');
    expect(page).toContain('default-src &#39;none&#39;; style-src');
    expect(/NaN|undefined|Infinity|Invalid/.test(page)).toBe(false);
  });

  test('the index has one script, which its policy names by hash, and no markup of a topic', async () => {
    const page = await renderIndexPage({ ...empty, meetings: [listed(1), listed(2)] });
    expect(page.match(/<script/g)).toHaveLength(1);
    const [, script = ''] = /<script>(.*?)<\/script>/s.exec(page) ?? [];
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(script));
    expect(page).toContain(`script-src &#39;sha256-${Buffer.from(digest).toString('base64')}&#39;`);
    expect(/<img|\u202e/.test(page)).toBe(false);
    expect(page).toContain('at least 5');
  });

  test('the index lists first whose connections were the worst, and leaves out whose were good', async () => {
    const page = await renderIndexPage({ ...empty, meetings: [listed(1, 4), listed(2, 20), listed(3, 90)] });
    const [, worst = ''] = /id="worst-caption"(.*?)<\/section>/s.exec(page) ?? [];
    expect([...worst.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'meetings/3.html',
      'meetings/2.html',
    ]);
  });

  test('the index says what needs a person, with commands as a shell takes them', async () => {
    const group = {
      state: 'failed',
      account: 'account-1',
      datasets: ['qos'],
      kinds: ['meeting'],
      fault: { at: '', name: 'ZoomServerError', message: `503 ${nasty}` },
      captures: 3,
      uuids: ['uuid-1==', "-it's/=="],
      step: {
        advice: 'Ask again:',
        commands: [
          ['capture', "-it's/=="],
          ['capture', '--parked'],
        ],
      },
    } as const;
    const page = await renderIndexPage({ ...empty, meetings: [listed(1)], needy: [group] });
    expect(page).toContain('<strong>3 lists failed</strong> (qos) of 2 meetings');
    expect(page).toContain('<li><a href="meetings/1.html">');
    expect(page).toContain('<code>zoom-capture capture &#39;-it&#39;\\&#39;&#39;s/==&#39;</code>');
    expect(page).toContain('<code>zoom-capture capture --parked</code>');
    expect(page).not.toContain('<img');
  });

  test('of more meetings than fit, the others are in folds', async () => {
    const page = await renderIndexPage({
      ...empty,
      meetings: Array.from({ length: 650 }, (_, index) => listed(index)),
    });
    expect(page.match(/<details>/g)).toHaveLength(2);
    expect(page).toContain('<summary>601 to 650</summary>');
    expect(page.match(/<tr><th scope="row"><a href="meetings/g)).toHaveLength(650);
  });

  test('what a page shows is the same whenever it was written', async () => {
    const [one, other] = [await renderIndexPage(empty), await renderIndexPage({ ...empty, writtenAtMs: 1e12 })];
    expect(one).not.toBe(other);
    expect(contentOf(one)).toBe(contentOf(other));
    expect(contentOf(one).length).toBeGreaterThan(1_000);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gatherMeeting } from '../../../page/gather-meeting.ts';
import { omit } from '../../../shared/domain/omit.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { zoneNamed } from '../../../shared/domain/zone/named-zone.ts';
import type { DatasetStatus } from '../../../shared/dynamo/meetings/meeting-status.ts';
import { generatedSource, meetingSource, pageOf } from './meeting-fixture.ts';

/** Every tag and attribute of a page, without its texts: equal for pages that differ in texts alone. */
const skeleton = (page: string): string =>
  page
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/="[^"]*"/g, '=""')
    .replace(/>[^<]*</g, '><');

const stay = { join_time: '2026-11-19T09:00:00Z', leave_time: '2026-11-19T09:50:00Z', user_id: '16778240' };
const sample = {
  date_time: '2026-11-19T09:10:00Z',
  audio_input: { latency: '400 ms', jitter: '3 ms', avg_loss: '0.1%' },
};

/** A page with one text wherever Zoom, or whoever joins a meeting, chooses one. */
function pageWith(text: string): Promise<string> {
  const texts = { user_name: text, email: text, device: text, network_type: text, location: text, data_center: text };
  const row: Row = {
    ...stay,
    ...texts,
    role: text,
    participant_user_id: 'one',
    leave_reason: text,
    status: 'in_meeting',
  };
  const report: Row = { ...stay, name: text, user_email: text, participant_user_id: 'one' };
  const qos: Row = { ...row, user_qos: [sample] };
  const lastError = { at: text, name: 'ZoomFinalError', message: text, trackingId: text, code: 12702 };
  const failed = {
    state: 'failed',
    expectedRows: null,
    rows: 0,
    polls: 0,
    pages: 0,
    calls: 1,
    advice: text,
    lastError,
  } satisfies DatasetStatus;
  const listed = { source: 'history', row: { host_display_name: text, department: text } } as const;
  const meeting = { topic: text, hostId: text, timezone: text, account: text, meetingId: text, listed };
  const source = meetingSource(
    { participants: [row], report: [report], qos: [qos] },
    { ...meeting, startTime: '2026-11-19T09:00:00Z' },
    { report: failed },
  );
  return pageOf(source);
}

describe('the page of a meeting', () => {
  test('the page has the same tags and attributes whatever anybody is named', async () => {
    const plain = skeleton(await pageWith('Ada'));
    const nasty = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        fc.constantFrom(
          '<script>',
          '</style>',
          '-->',
          ']]>',
          '"',
          "'",
          '&',
          '=',
          '`',
          '\0',
          '\u001b[31m',
          '\u202e',
          '<!--',
        ),
      ),
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        // Blanks alone are shown as no name, and a leading one is cut: neither is markup.
        const name = `x${text}`;
        const page = await pageWith(name);
        expect(skeleton(page)).toBe(plain);
        expect(/[\p{Cs}\u202a-\u202e\u2066-\u2069]|[^\P{Cc}\n]/u.test(page)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    '<img src=x onerror=alert(1)>',
    '"><script>alert(1)</script>',
    '=cmd|calc',
    '\u202eexe.gnp',
    '</style><h1>',
  ])('the page shows the name %j as a text', async (name) => {
    const page = await pageWith(name);
    // As booleans: a page is too long to be shown.
    expect(/<script|<img|\u202e/.test(page)).toBe(false);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page.match(/<h1>/g)).toHaveLength(1);
  });

  test('the page names no other place: no address, no script, nothing to load', async () => {
    const page = await pageOf(generatedSource({ seed: 3, participants: 12, minutes: 20 }));
    expect(/https?:|\/\/[a-z]|<script|<link|<img|<iframe|url\(|@import|\sstyle=|\son[a-z]+=/i.test(page)).toBe(false);
    expect(page).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/,
    );
  });

  test('the page has each id once, and refers to no other', async () => {
    const page = await pageOf(generatedSource({ seed: 3, participants: 600, minutes: 20 }));
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/(?:aria-labelledby="|href="#)([^"]*)"/g)) expect(ids).toContain(id);
  });

  test('the page of a meeting that nobody joined says so, also before anything was captured', async () => {
    const waiting = { state: 'unregistered', expectedRows: null, rows: 0, polls: 0, pages: 0, calls: 0 } as const;
    const page = await pageOf(meetingSource({}, {}, { participants: waiting, qos: waiting, report: waiting }));
    expect(page).toContain('Nobody is known to have come.');
    expect(page).toContain('No quality of service is stored.');
    expect(page).toContain('Without a topic');
    expect(page).toContain('Not complete:');
    expect(/NaN|undefined|Infinity|Invalid/.test(page)).toBe(false);
  });

  test('the page says what was assumed, and what is not captured, and why', async () => {
    const failed = {
      state: 'failed',
      expectedRows: 3,
      rows: 1,
      polls: 1,
      pages: 1,
      calls: 1,
      advice: 'Ask again.',
    } as const;
    const page = await pageOf(
      meetingSource(
        { participants: [{ ...omit(stay, 'leave_time'), user_name: 'Ada' }] },
        { topic: 'Sync' },
        { qos: failed },
      ),
    );
    expect(page).toContain('no time of leaving: end of the meeting assumed');
    expect(page).toContain('(assumed: the first joining)');
    expect(page).toMatch(/Not complete:<\/strong> quality of service \(failed\)/);
    expect(page).toContain('1 of 3');
    expect(page).toContain('Ask again.');
  });

  test('the page is the same whenever it is written from the same rows', async () => {
    const source = () => generatedSource({ seed: 8, participants: 40, minutes: 10 });
    expect(await pageOf(source())).toBe(await pageOf(source()));
  });

  test('the page of 5,000 people stays below 3 MB, and has each of them', { timeout: 60_000 }, async () => {
    const data = await gatherMeeting(generatedSource({ seed: 5, participants: 5_000, minutes: 6 }));
    const { renderMeetingPage } = await import('../../../page/meeting-page.ts');
    const page = await renderMeetingPage(data);
    expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
    expect(data.people).toHaveLength(5_000);
    expect(page.match(/<table class="data n3 /g)).toHaveLength(20);
    expect(page.match(/person\d+@example\.com/g)?.length).toBeGreaterThan(2_500);
  });
});

test('a page shows every time in its zone, also where that is half an hour from the others', async () => {
  const row = { ...stay, user_name: 'Ada' };
  const source = meetingSource(
    { participants: [row], qos: [{ ...row, user_qos: [sample] }] },
    { startTime: '2026-11-19T09:00:00Z' },
  );
  const page = await pageOf({ ...source, zone: zoneNamed('Asia/Kathmandu') });
  expect(page).toContain('<time datetime="2026-11-19T10:00:00.000Z">19 Nov 2026, 15:45:00 +05:45</time>');
  expect(page).toContain('All times are Asia/Kathmandu.');
  expect(page).toContain('When, in Asia/Kathmandu');
  // The stay, 9:00 to 9:50 UTC; and ticks of the chart at round times of the clocks there.
  expect(page).toContain('14:45');
  expect(page).toContain('15:35');
  expect(page).toMatch(/<text[^>]*>15:00<\/text>/);
  const texts = page.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]*>/g, ' ');
  expect(texts).not.toMatch(/\b09:[0-5]\d\b|UTC/);
});

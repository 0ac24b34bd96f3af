import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateMeeting } from '../../../local/simulator/meetings.ts';
import type { Dataset } from '../../../shared/domain/dataset.ts';
import type { Kind } from '../../../shared/domain/meeting/kind.ts';
import { canonicalText } from '../../../shared/domain/row/content-hash.ts';
import { isRow, parseExact } from '../../../shared/domain/row/exact-json.ts';
import type { Row } from '../../../shared/domain/row/row.ts';
import { parseItem } from '../../../shared/dynamo/item.ts';
import { rowFromItems, rowItems } from '../../../shared/dynamo/rows/row-items.ts';
import { decodeWebhookEvent } from '../../../shared/zoom/webhook/webhook-event.ts';
import { startCaptureFixture } from '../../support/capture/capture-fixture.ts';

// Bodies published elsewhere, beside the project where there are any: they are read, and belong to their authors.
const folder = join(import.meta.dirname, '../../../../shared/zoom-samples');
const isThere = existsSync(folder);
if (!isThere) console.log('No published samples beside the project: their tests are skipped.');

const files = (kind: string) => (isThere ? readdirSync(join(folder, kind)) : []);
const read = (kind: string, name: string) => readFileSync(join(folder, kind, name), 'utf8');
const rowsOf = (body: unknown, list: string): Row[] => {
  const rows = isRow(body) ? body[list] : undefined;
  if (!Array.isArray(rows)) throw new Error(`No ${list} in the sample.`);
  return rows.filter(isRow);
};

const captured: Readonly<Record<string, readonly [Kind, Dataset]>> = {
  'metrics-meetings-meetingId-participants_GET.json': ['meeting', 'participants'],
  'metrics-meetings-meetingId-participants-qos_GET.json': ['meeting', 'qos'],
  'metrics-webinars-webinarId-participants_GET.json': ['webinar', 'participants'],
  'metrics-webinars-webinarId-participants-qos_GET.json': ['webinar', 'qos'],
  'report-meetings-meetingId-participants_GET.json': ['meeting', 'report'],
  'report-webinars-webinarId-participants_GET.json': ['webinar', 'report'],
};

describe.skipIf(!isThere)('published samples', () => {
  let fixture: Awaited<ReturnType<typeof startCaptureFixture>>;
  beforeAll(async () => {
    fixture = await startCaptureFixture();
  });
  afterAll(() => fixture.close());

  test.each(Object.entries(captured))('%s is captured whole from the very bytes', async (name, [kind, dataset]) => {
    const body = read('endpoints', name);
    const meeting = generateMeeting({
      seed: 1,
      kind,
      participants: 5,
      minutes: 1,
      endTime: '2026-11-20T08:59:00Z',
      uuid: name,
    });
    fixture.simulator.addMeeting(meeting);
    fixture.simulator.setFaults([
      { kind: 'answer', status: 200, body, match: { page: 1 } },
      { kind: 'answer', status: 200, body: { next_page_token: '', participants: [] }, match: { page: 2 } },
      // The samples' token is none of the simulator's.
      { kind: 'answer', status: 200, body: { next_page_token: '', participants: [] } },
    ]);
    fixture.end(meeting, [dataset]);
    await fixture.drain({ until: fixture.now() + 20 * 60_000 });
    expect(await fixture.stored(name, dataset)).toEqual(
      rowsOf(parseExact(body), 'participants').map(canonicalText).sort(),
    );
    expect(await fixture.store.load(name, dataset)).toMatchObject({
      rows: rowsOf(parseExact(body), 'participants').length,
    });
  });

  test.each(files('endpoints').filter((name) => !(name in captured)))('%s would be stored whole', (name) => {
    const body = parseExact(read('endpoints', name));
    const list = ['meetings', 'webinars', 'history_meetings'].find((key) => isRow(body) && key in body);
    for (const row of list ? rowsOf(body, list) : [body].filter(isRow)) {
      const [head, ...samples] = rowItems(
        { uuid: 'uuid', dataset: 'report', key: 'key', row },
        { run: 1, page: 1 },
      ).items.map(parseItem);
      expect(head && canonicalText(rowFromItems('report', head, samples))).toBe(canonicalText(row));
    }
  });

  test.each(files('webhooks'))('the webhook understands %s', (name) => {
    const event = decodeWebhookEvent(Buffer.from(read('webhooks', name)), new Date());
    const expected: Record<string, string> = {
      'endpoint.url_validation.json': 'url-validation',
      'meeting.ended.json': 'ended',
    };
    expect(event.type).toBe(expected[name] ?? 'ignored');
    if (event.type === 'ended') {
      expect(event.meeting).toMatchObject({
        uuid: '4444AAAiAAAAAiAiAiiAii==',
        meetingId: '1234567890',
        topic: 'My Meeting',
        endTime: '2021-07-13T23:00:51Z',
      });
    }
  });
});

import { expect, test } from 'vitest';
import { attentionText } from '../../../cli/output/meeting-status.ts';
import { byDataset } from '../../../shared/domain/dataset.ts';
import type { DatasetStatus, MeetingStatus } from '../../../shared/dynamo/meetings/meeting-status.ts';

const settled: DatasetStatus = { state: 'settled', expectedRows: 1, rows: 1, polls: 2, pages: 1, calls: 2 };
const lastError = { at: '', name: 'ZoomAccountError', message: 'Zoom answered 400, code 4711: scopes', code: 4711 };
const parked: DatasetStatus = { ...settled, state: 'parked', lastError, advice: 'Check its scopes.' };
const meeting = (uuid: string, report: DatasetStatus): MeetingStatus => ({
  uuid,
  kind: 'meeting',
  meetingId: '1',
  endTime: '2026-11-20T09:00:00Z',
  account: 'a',
  datasets: { ...byDataset(() => settled), report },
});
const plain = (_colour: string, text: string) => text;

test('captures that need attention for the same reason stand together, below the table', () => {
  const meetings = ['a==', 'b==', 'c==', 'd==', 'e=='].map((uuid) => meeting(uuid, parked));
  expect(attentionText(meetings, plain)).toBe(
    '\nNeeds attention:\nreport parked: a==, b==, c== and 2 more\n  Zoom answered 400, code 4711: scopes\n  Check its scopes.\n',
  );
});

test('status says nothing below the table when no capture needs attention', () => {
  expect(attentionText([meeting('a==', settled)], plain)).toBe('');
});

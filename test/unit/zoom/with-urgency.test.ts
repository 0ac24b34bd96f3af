import { expect, test } from 'vitest';
import type { ZoomClient } from '../../../shared/zoom/client.ts';
import { withUrgency } from '../../../shared/zoom/with-urgency.ts';

test('every call of a client is as urgent as its user says', async () => {
  const calls: unknown[][] = [];
  const page = { rows: [], done() {} };
  const told = async (...call: unknown[]) => {
    calls.push(call);
    return page;
  };
  const zoom: ZoomClient = {
    page: (...call) => told('page', ...call),
    list: (...call) => told('list', ...call),
    details: (...call) => told('details', ...call),
    subAccounts: (...call) => told('subAccounts', ...call),
    heldUntil: async (...call) => void calls.push(['heldUntil', ...call]),
  };
  const urgency = { reserve: 0.2, purpose: 'sweep' } as const;
  const sweep = withUrgency(zoom, urgency);
  const [asked, listed, one] = [
    { kind: 'meeting', dataset: 'qos', uuid: 'a', type: 'past' },
    { list: 'history', from: '2026-03-04', to: '2026-03-05' },
    { source: 'report', kind: 'meeting', id: 'a', type: 'past' },
  ] as const;
  const got = [
    await sweep.page(asked),
    await sweep.list(listed),
    await sweep.details(one),
    await sweep.subAccounts('b'),
  ];
  await sweep.heldUntil();
  expect(got).toEqual(Array(4).fill(page));
  expect(calls).toEqual([
    ['page', asked, urgency],
    ['list', listed, urgency],
    ['details', one, urgency],
    ['subAccounts', 'b', urgency],
    ['heldUntil', urgency],
  ]);
});

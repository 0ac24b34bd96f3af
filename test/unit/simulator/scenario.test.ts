import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultSchema, parseFault } from '../../../local/simulator/faults/fault.ts';
import { parseScenario, scenarioOptions } from '../../../local/simulator/scenario.ts';

const now = new Date('2026-11-20T12:00:00Z');
const readme = readFileSync(new URL('../../../local/simulator/README.md', import.meta.url), 'utf8');

describe('a fault on the command line', () => {
  test.each([
    ['timeout', { kind: 'timeout' }],
    ['server-error,status=503,times=2', { kind: 'server-error', status: 503, times: 2 }],
    [
      'not-ready,polls=2,match.uuid=/a+b//c==,match.dataset=qos',
      { kind: 'not-ready', polls: 2, match: { uuid: '/a+b//c==', dataset: 'qos' } },
    ],
    ['slow,delayMs=10,match.meetingId=93201235621', { kind: 'slow', delayMs: 10, match: { meetingId: '93201235621' } }],
    ['odd-total,total=1e20,match.fromCall=3', { kind: 'odd-total', total: 1e20, match: { fromCall: 3 } }],
    ['odd-total,total=-1', { kind: 'odd-total', total: -1 }],
    ['odd-total,total=many', { kind: 'odd-total', total: 'many' }],
    ['not-ready,from=2026-11-02T10:00:00Z', { kind: 'not-ready', from: '2026-11-02T10:00:00Z' }],
    ['{"kind":"omitted-fields","fields":["page_count"]}', { kind: 'omitted-fields', fields: ['page_count'] }],
  ])('a fault on the command line: %s is read', (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  test.each(['', 'explosion', 'slow', 'timeout,tims=3', 'server-error,status=teapot'])(
    'a fault on the command line: "%s" is refused',
    (text) => {
      expect(() => parseFault(text)).toThrow(/is not understood/);
    },
  );
});

describe('a scenario', () => {
  test('a scenario without meetings of its own has the samples', () => {
    expect(scenarioOptions(parseScenario({}), now).meetings?.length).toBeGreaterThan(3);
  });

  test('a scenario makes meetings that ended some time before now', () => {
    const scenario = parseScenario({ generate: [{ participants: 3, minutes: 5, endedSecondsAgo: 90 }] });
    expect(scenarioOptions(scenario, now).meetings).toMatchObject([{ endTime: '2026-11-20T11:58:30Z' }]);
  });

  test('a scenario names what it does not understand', () => {
    expect(() => parseScenario({ faults: [{ kind: 'timeout', tmies: 1 }] })).toThrow(/tmies/);
    expect(() => parseScenario({ plann: 'pro' })).toThrow(/plann/);
  });

  test('every scenario of the README works', () => {
    const examples = [...readme.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => JSON.parse(text));
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(() => scenarioOptions(parseScenario(example), now)).not.toThrow();
  });

  test('the README explains every fault', () => {
    const kinds = faultSchema.options.map((option) => option.shape.kind.value);
    expect(kinds.filter((kind) => !readme.includes(`\`${kind}\``))).toEqual([]);
  });
});

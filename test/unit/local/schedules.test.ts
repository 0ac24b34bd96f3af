import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { declaredSchedules, schedulePeriodMs, startSchedules } from '../../../local/emulator/schedules.ts';
import { decodeTemplate } from '../../../local/emulator/template/read-assembly.ts';
import { resolveTemplate } from '../../../local/emulator/template/resolve-template.ts';

test.each([
  ['rate(1 minute)', 60_000],
  ['rate(6 hours)', 21_600_000],
  ['rate(30 days)', 2_592_000_000],
])('the schedule %s has a period of %i ms', (expression, periodMs) => {
  expect(schedulePeriodMs(expression)).toBe(periodMs);
});

test.each(['cron(0 12 * * ? *)', 'rate(0 minutes)', 'at(2026-11-20T00:00:00)'])(
  'the schedule %s is refused',
  (expression) => {
    expect(() => schedulePeriodMs(expression)).toThrow(expression);
  },
);

const Sweep = { Type: 'AWS::Lambda::Function', Properties: {} };
const target = { Arn: { 'Fn::GetAtt': ['Sweep', 'Arn'] } };
const declared = (Resources: object) =>
  declaredSchedules(
    resolveTemplate('Small', decodeTemplate({ Resources: { Sweep, ...Resources } }), {
      queueUrl: () => '',
      httpUrl: '',
    }),
  );
const Rule = {
  Type: 'AWS::Events::Rule',
  Properties: { ScheduleExpression: 'rate(1 hour)', State: 'ENABLED', Targets: [{ Id: 't', ...target }] },
};
const Permission = {
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: target.Arn,
    Principal: 'events.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] },
  },
};

describe('a schedule', () => {
  test('a schedule of EventBridge’s rules sends the scheduled event', () => {
    const [schedule] = declared({ Rule, Permission });
    expect(schedule?.functionArn).toBe('arn:aws:lambda:us-east-1:000000000000:function:Small-Sweep');
    expect(schedule?.event(new Date(0))).toMatchObject({
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      time: '1970-01-01T00:00:00Z',
    });
  });

  test('a schedule of a rule that the function does not permit is refused', () => {
    expect(() => declared({ Rule })).toThrow('Sweep does not permit it');
  });

  test('a schedule of the scheduler sends its input, and nothing when it is switched off', () => {
    const schedule = (more: object) => ({
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          ScheduleExpression: 'rate(1 hour)',
          Target: { ...target, RoleArn: 'r', Input: '{"a":1}' },
          ...more,
        },
      },
    });
    expect(declared(schedule({}))[0]?.event(new Date())).toEqual({ a: 1 });
    expect(declared(schedule({ State: 'DISABLED' }))).toEqual([]);
  });

  describe('in time', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    test('a schedule fires after each period, also one longer than a timer can wait, until it is stopped', () => {
      const fired: string[] = [];
      const schedule = (logicalId: string, expression: string) => ({
        logicalId,
        periodMs: schedulePeriodMs(expression),
        functionArn: '',
        event: () => ({}),
      });
      const schedules = [schedule('hourly', 'rate(12 hours)'), schedule('monthly', 'rate(30 days)')];
      const stop = startSchedules(schedules, ({ logicalId }) => fired.push(logicalId));
      const hourMs = 3_600_000;
      vi.advanceTimersByTime(25 * hourMs);
      expect(fired).toEqual(['hourly', 'hourly']);
      vi.advanceTimersByTime(29.5 * 24 * hourMs);
      expect(fired.filter((id) => id === 'monthly')).toHaveLength(1);
      stop();
      fired.length = 0;
      vi.advanceTimersByTime(100 * hourMs);
      expect(fired).toEqual([]);
    });
  });
});

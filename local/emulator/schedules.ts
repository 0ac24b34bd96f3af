import { TemplateError } from './errors.ts';
import { declaredPermissions, mayInvoke } from './permissions/service-permissions.ts';
import { createPropertyReader, readValue } from './template/read-value.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from './template/resolve-template.ts';
import { account, region } from './template/resource-names.ts';

export type Schedule = {
  readonly logicalId: string;
  readonly periodMs: number;
  readonly functionArn: string;
  readonly event: (now: Date) => unknown;
};

/** The schedules that are switched on, of both of AWS's kinds. */
export function declaredSchedules(template: ResolvedTemplate): readonly Schedule[] {
  return [
    ...resourcesOf(template, 'AWS::Events::Rule').flatMap((rule) => readRule(rule, template)),
    ...resourcesOf(template, 'AWS::Scheduler::Schedule').flatMap(readSchedule),
  ];
}

function readRule(rule: ResolvedResource, template: ResolvedTemplate): Schedule[] {
  const { required, optional } = createPropertyReader(rule.properties, rule.logicalId);
  if (optional('State', 'text') === 'DISABLED') return [];
  const periodMs = schedulePeriodMs(required('ScheduleExpression', 'text'));
  return required('Targets', 'list').map((target) => {
    const { Arn, Input } = readValue.record(target, `${rule.logicalId}.Targets`);
    const functionArn = readValue.text(Arn, `${rule.logicalId}.Targets.Arn`);
    const found = resourcesOf(template, 'AWS::Lambda::Function').find(({ arn }) => arn === functionArn);
    if (!found) throw new TemplateError(`${rule.logicalId}: ${functionArn} is no function of the stack`);
    if (!mayInvoke(declaredPermissions(template), { principal: 'events.amazonaws.com', arn: rule.arn }, found)) {
      throw new TemplateError(`${rule.logicalId}: ${found.logicalId} does not permit it to invoke`);
    }
    const input: unknown = typeof Input === 'string' ? JSON.parse(Input) : undefined;
    return { logicalId: rule.logicalId, periodMs, functionArn, event: (now) => input ?? ruleEvent(rule.arn, now) };
  });
}

function readSchedule({ logicalId, properties }: ResolvedResource): Schedule[] {
  const { required, optional } = createPropertyReader(properties, logicalId);
  if (optional('State', 'text') === 'DISABLED') return [];
  const target = createPropertyReader(required('Target', 'record'), `${logicalId}.Target`);
  const input: unknown = JSON.parse(target.optional('Input', 'text') ?? '{}');
  return [
    {
      logicalId,
      periodMs: schedulePeriodMs(required('ScheduleExpression', 'text')),
      functionArn: target.required('Arn', 'text'),
      event: () => input,
    },
  ];
}

/** What EventBridge sends when a rule gives no input. */
const ruleEvent = (ruleArn: string, now: Date) => ({
  version: '0',
  id: crypto.randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account,
  time: now.toISOString().replace(/\.\d+Z$/, 'Z'),
  region,
  resources: [ruleArn],
  detail: {},
});

/** Longest that a timer of Node's can wait. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Runs schedules until stopped, each first after one period.
 * @returns a function that stops them
 */
export function startSchedules(schedules: readonly Schedule[], fire: (schedule: Schedule) => void): () => void {
  const timers = new Map<Schedule, NodeJS.Timeout>();
  const wait = (schedule: Schedule, leftMs: number) => {
    const stepMs = Math.min(leftMs, longestTimerMs);
    const next = () => {
      if (leftMs > stepMs) return wait(schedule, leftMs - stepMs);
      fire(schedule);
      wait(schedule, schedule.periodMs);
    };
    timers.set(schedule, setTimeout(next, stepMs));
  };
  for (const schedule of schedules) wait(schedule, schedule.periodMs);
  return () => {
    for (const timer of timers.values()) clearTimeout(timer);
  };
}

const unitsMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Milliseconds of a `rate(…)`.
 * @throws {TemplateError} for any other expression
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function schedulePeriodMs(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const unitMs = unitsMs[unit ?? ''];
  if (unitMs === undefined || Number(count) < 1) {
    throw new TemplateError(`The embedded run knows schedules such as rate(5 minutes), not ${expression}`);
  }
  return Number(count) * unitMs;
}

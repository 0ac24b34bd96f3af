import { TemplateError } from './template/template-error.ts';

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

import type { Course } from '../shared/analysis/course/course.ts';
import type { Zone } from '../shared/domain/zone/zone.ts';
import type { MeetingFacts } from './gather-meeting.ts';

/** By which a course is judged; shown. Minutes, and percent. */
export type CourseRulesShown = {
  readonly thresholdPercent: number;
  readonly lateMinutes: number;
  readonly earlyMinutes: number;
  readonly joinWithinMinutes: number;
};

export type SeriesPageData = {
  readonly meetingId: string;
  readonly topic: string | undefined;
  readonly course: Course;
  readonly rules: CourseRulesShown;
  /** What is known of an instance, and where its page is. */
  readonly instances: ReadonlyMap<string, { readonly facts: MeetingFacts; readonly href: string }>;
  readonly writtenAtMs: number;
  readonly zone: Zone;
};

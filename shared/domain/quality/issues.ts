import type { Row } from '../row/row.ts';

/** What Zoom itself says was wrong with a QoS session, each once. */
export const issuesOf = ({ issue_list: list }: Row): string[] => [
  ...new Set((Array.isArray(list) ? list : []).filter((issue) => typeof issue === 'string' && issue !== '')),
];

/** Percent of the machine's load from which on it may be what spoils a session. */
export const highCpuPercent = 90;

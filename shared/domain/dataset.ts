/** What is captured of one ended meeting or webinar; each has its own queue and function. */
export const datasets = ['participants', 'qos', 'report'] as const;
export type Dataset = (typeof datasets)[number];

export const kinds = ['meeting', 'webinar'] as const;
export type Kind = (typeof kinds)[number];

export const isDataset = (value: string): value is Dataset => (datasets as readonly string[]).includes(value);

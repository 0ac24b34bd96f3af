/** By what sessions are put together. */
export const qualityKeys = ['network', 'location', 'host', 'department', 'client', 'device', 'data-center'] as const;
export type QualityKey = (typeof qualityKeys)[number];

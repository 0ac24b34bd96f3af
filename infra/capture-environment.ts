import type { StageConfig } from './config.ts';

/** What every function that asks Zoom and fills the tables reads of its stage. */
export const captureEnvironment = (config: StageConfig): Record<string, string> => ({
  ZOOM_API_URL: config.zoomApiUrl,
  ZOOM_OAUTH_URL: config.zoomOauthUrl,
  TIME_SCALE: String(config.timeScale),
  RETENTION_DAYS: String(config.retentionDays),
  PRIVACY: JSON.stringify(config.privacy),
});

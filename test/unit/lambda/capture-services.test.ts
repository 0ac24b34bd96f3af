import { expect, test } from 'vitest';
import { createCaptureServices } from '../../../shared/lambda/capture-services.ts';
import { ConfigurationError } from '../../../shared/runtime/errors.ts';

const environment = {
  CAPTURES_TABLE: 'Captures',
  CONTROL_TABLE: 'Control',
  ZOOM_ACCOUNTS: '[]',
  ZOOM_API_URL: 'https://api.zoom.us/v2',
  ZOOM_OAUTH_URL: 'https://zoom.us/oauth/token',
  TIME_SCALE: '1',
  RETENTION_DAYS: '0',
  PRIVACY: '{}',
  UNKNOWN_FIELDS: 'keep',
  CONFIDENTIAL: 'drop',
  QOS_SAMPLES: 'packed',
  STORE_SECRET_ID: 'store',
  STAGE: 'test',
};
const make = (changes: Partial<typeof environment>) =>
  createCaptureServices(
    { ...environment, ...changes },
    { get: () => Promise.reject(new Error('unused')) },
    {
      record: () => {},
      log: { info() {}, warn() {}, error() {} },
    },
  );

test('a function asks Zoom of one cloud alone, over TLS or on this machine', () => {
  expect(() => make({})).not.toThrow();
  const here = { ZOOM_API_URL: 'http://127.0.0.1:4000/v2', ZOOM_OAUTH_URL: 'http://127.0.0.1:4000/oauth/token' };
  expect(() => make(here)).not.toThrow();
});

test.each([
  { ZOOM_OAUTH_URL: 'https://zoomgov.com/oauth/token' },
  { ZOOM_API_URL: 'https://api.zoomgov.com/v2' },
  { ZOOM_API_URL: 'http://api.zoom.us/v2' },
  { ZOOM_OAUTH_URL: 'http://10.0.0.1/oauth/token' },
])('a function does not start with addresses that would give credentials away: %j', (changes) => {
  expect(() => make(changes)).toThrow(ConfigurationError);
  expect(() => make(changes)).toThrow('https URLs of one of Zoom’s clouds');
});

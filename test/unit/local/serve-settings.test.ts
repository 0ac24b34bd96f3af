import { expect, test } from 'vitest';
import { serveSettings } from '../../../local/run/serve-settings.ts';

test('npm run serve without the variables of the Zoom app names those that are missing and where they are explained', () => {
  const given = { ZOOM_ACCOUNT_ID: 'a', ZOOM_CLIENT_ID: 'b', ZOOM_CLIENT_SECRET: ' ' };
  expect(() => serveSettings(given)).toThrow(
    'Missing environment variables: ZOOM_CLIENT_SECRET, ZOOM_WEBHOOK_SECRET_TOKEN. They are of your Zoom app: docs/embedded-run.md',
  );
});

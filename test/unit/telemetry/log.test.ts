import { afterEach, expect, test, vi } from 'vitest';
import { createLog } from '../../../shared/telemetry/log.ts';
import { context } from '../lambda/lambda-fixture.ts';

afterEach(() => vi.unstubAllEnvs());

test('a fact is one line of JSON with its fields, the function and the request', () => {
  // Powertools writes through the global console in its development mode only.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  const written = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const log = createLog('webhook');
  log.addContext(context());
  log.warn('captures late', { uuid: '/abc==', count: 3, error: new Error('no luck') });
  const line: unknown = JSON.parse(String(written.mock.calls[0]?.[0]));
  expect(line).toMatchObject({
    level: 'WARN',
    message: 'captures late',
    service: 'webhook',
    function_request_id: 'request-1',
    uuid: '/abc==',
    count: 3,
    error: { name: 'Error', message: 'no luck' },
  });
  written.mockRestore();
});

import { expect, test } from 'vitest';
import { setback } from '../../../shared/capture/setback.ts';
import { scaledWaits } from '../../../shared/domain/waits.ts';
import { ZoomRateLimitError, ZoomTroubleError } from '../../../shared/zoom/errors.ts';
import { captureAt, iso, now } from '../domain/capture-fixture.ts';

const trouble = new ZoomTroubleError('Zoom answered HTTP 500.', { status: 500 });
const react = (setbacks: number, error: Error = trouble) =>
  setback(captureAt({ run: 1, setbacks, troubles: 1 }), error, now, scaledWaits(1));

test('the hundredth passing fault of a look is tried again, the next one is a verdict that a redrive begins anew from', () => {
  expect(react(99)).toMatchObject({
    message: 'hop',
    capture: { setbacks: 100, troubles: 2, nextLookAt: iso(300_000) },
  });
  const { message, capture } = react(100);
  expect([message, capture.state, capture.setbacks]).toEqual(['bury', 'failed', undefined]);
});

test('waiting for the rate limit is no setback, and forgets none', () => {
  const limit = new ZoomRateLimitError('Too many.', {}, { scope: 'second', retryAt: now + 1_000 });
  expect(react(7, limit)).toMatchObject({ message: 'hop', capture: { setbacks: 7, nextLookAt: iso(1_000) } });
});

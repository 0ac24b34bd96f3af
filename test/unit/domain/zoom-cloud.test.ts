import { describe, expect, test } from 'vitest';
import {
  areOfOneCloud,
  cloudAddresses,
  cloudOf,
  clouds,
  isSafeAddress,
} from '../../../shared/domain/account/zoom-cloud.ts';

describe('an address of Zoom', () => {
  test.each([
    'https://api.zoom.us/v2',
    'https://api.zoomgov.com/v2',
    'https://proxy.example.org/zoom',
    'http://127.0.0.1:4000/v2',
    'http://127.1.2.3/v2',
    'http://localhost:4000/v2',
    'http://[::1]:4000/v2',
  ])('may be asked with credentials: %s', (url) => {
    expect(isSafeAddress(url)).toBe(true);
  });

  test.each([
    'http://api.zoom.us/v2',
    'http://127.0.0.1.example.org/v2',
    'http://localhost.example.org/v2',
    'http://10.0.0.1/v2',
    'ftp://127.0.0.1/v2',
    'api.zoom.us',
    '',
  ])('may not be asked with credentials: %j', (url) => {
    expect(isSafeAddress(url)).toBe(false);
  });

  test.each([
    ['https://api.zoom.us/v2', 'commercial'],
    ['https://eu01api.zoom.us./v2', 'commercial'],
    ['https://ZOOM.US/oauth/token', 'commercial'],
    ['https://zoomgov.com/oauth/token', 'government'],
    ['https://notzoom.us/v2', undefined],
    ['https://zoom.us.example.org/v2', undefined],
    ['https://zoom.us@example.org/v2', undefined],
    ['http://127.0.0.1:4000/v2', undefined],
    ['', undefined],
  ])('%s is of the cloud %s', (url, cloud) => {
    expect(cloudOf(url)).toBe(cloud);
  });

  test('the addresses of each cloud are its own, and never go with the other’s', () => {
    for (const cloud of clouds) {
      const { apiUrl, oauthUrl } = cloudAddresses[cloud];
      const [other] = clouds.filter((one) => one !== cloud);
      expect([cloudOf(apiUrl), cloudOf(oauthUrl)]).toEqual([cloud, cloud]);
      expect(areOfOneCloud({ apiUrl, oauthUrl }, cloud)).toBe(true);
      expect(areOfOneCloud({ apiUrl, oauthUrl }, other)).toBe(false);
      expect(areOfOneCloud({ apiUrl, oauthUrl: cloudAddresses[other ?? cloud].oauthUrl })).toBe(false);
    }
  });

  test('one of this machine goes with either cloud', () => {
    const here = { apiUrl: 'http://127.0.0.1:1/v2', oauthUrl: cloudAddresses.government.oauthUrl };
    expect(areOfOneCloud(here, 'government')).toBe(true);
    expect(areOfOneCloud(here, 'commercial')).toBe(false);
  });
});

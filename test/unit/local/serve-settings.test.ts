import { expect, test } from 'vitest';
import { serveSettings } from '../../../local/run/serve-settings.ts';
import { datasets } from '../../../shared/domain/dataset.ts';

test('npm run serve without the variables of the Zoom app names those that are missing and where they are explained', () => {
  const given = { ZOOM_ACCOUNT_ID: 'a', ZOOM_CLIENT_ID: 'b', ZOOM_CLIENT_SECRET: ' ' };
  expect(() => serveSettings(given)).toThrow(
    'Missing environment variables: ZOOM_CLIENT_SECRET, ZOOM_WEBHOOK_SECRET_TOKEN. They are of your Zoom app: docs/embedded-run.md',
  );
});

const given = {
  ZOOM_ACCOUNT_ID: 'a',
  ZOOM_CLIENT_ID: 'b',
  ZOOM_CLIENT_SECRET: 'c',
  ZOOM_WEBHOOK_SECRET_TOKEN: 'd',
};

test('npm run serve is in the commercial cloud unless it is told of the other, and takes addresses of one’s own', () => {
  expect(serveSettings(given)).toMatchObject({ cloud: 'commercial' });
  expect(serveSettings(given)).not.toHaveProperty('zoomApiUrl');
  const own = { ZOOM_CLOUD: 'Government', ZOOM_API_URL: 'http://127.0.0.1:1/v2/' };
  expect(serveSettings({ ...given, ...own })).toMatchObject({
    cloud: 'government',
    zoomApiUrl: 'http://127.0.0.1:1/v2',
  });
  expect(() => serveSettings({ ...given, ZOOM_CLOUD: 'gov' })).toThrow(
    'The environment variable ZOOM_CLOUD is "gov"; it must be one of commercial, government.',
  );
});

test('npm run serve captures meetings and webinars unless it is told of one of them', () => {
  const kindsOf = (ZOOM_KINDS: string) => serveSettings({ ...given, ZOOM_KINDS }).kinds;
  expect(serveSettings(given).kinds).toEqual(['meeting', 'webinar']);
  expect(kindsOf('meeting')).toEqual(['meeting']);
  expect(kindsOf(' Webinar , meeting')).toEqual(['meeting', 'webinar']);
  for (const wrong of ['meetings', 'meeting,', 'meeting,meeting', ',']) {
    expect(() => kindsOf(wrong)).toThrow(
      `The environment variable ZOOM_KINDS is "${wrong}"; it must be some of meeting, webinar, parted by commas, each once.`,
    );
  }
});

test('npm run serve captures the usual datasets unless DATASETS names others, and refuses what is none', () => {
  expect(serveSettings(given).datasets).toEqual(datasets);
  expect(serveSettings({ ...given, DATASETS: 'report, participants' }).datasets).toEqual(['participants', 'report']);
  expect(() => serveSettings({ ...given, DATASETS: 'report,chat' })).toThrow(
    'The environment variable DATASETS is "report,chat"; it must be some of participants, qos, report',
  );
});

test('npm run serve packs samples unless it is told another form', () => {
  expect(serveSettings(given).qosSamples).toBe('packed');
  expect(serveSettings({ ...given, QOS_SAMPLES: 'Summary' }).qosSamples).toBe('summary');
  expect(() => serveSettings({ ...given, QOS_SAMPLES: 'none' })).toThrow(
    'The environment variable QOS_SAMPLES is "none"; it must be one of packed, readable, summary.',
  );
});

import { expect, test } from 'vitest';
import { startSimulator } from '../../../local/simulator/simulator.ts';
import { inventedAccount } from '../../../local/simulator/zoom/account.ts';
import type { ZoomAccount } from '../../../shared/accounts/zoom-account.ts';
import { type Dataset, datasets } from '../../../shared/domain/dataset.ts';
import { checkZoom } from '../../../shared/operations/doctor/check-zoom.ts';
import type { Finding } from '../../../shared/operations/doctor/finding.ts';

const ofRegistrants = ['meeting:read:list_registrants:admin', 'webinar:read:list_registrants:admin'];
const ofPlans = ['meeting:read:meeting:admin', 'webinar:read:webinar:admin'];
type Stage = { readonly datasets: readonly Dataset[]; readonly scopes?: string[] };

/** What the doctor finds about the occurrences of meetings and of webinars. */
async function occurrencesFound({ datasets, scopes }: Stage): Promise<readonly Finding[]> {
  const simulator = await startSimulator({ ...(scopes && { scopes }), quota: { calls: 1_000, windowMs: 1_000 } });
  try {
    const { accountId, clientId, clientSecret } = inventedAccount;
    const account: ZoomAccount = {
      name: 'main',
      accountId,
      clientId,
      clientSecret,
      plan: 'business',
      datasets,
    };
    const { apiUrl, oauthUrl } = simulator;
    const caller = { apiUrl, oauthUrl, fetch, timeoutMs: 5_000, now: Date.now, random: Math.random };
    return (await checkZoom([account], caller)).filter(({ check }) => check.startsWith('occurrences'));
  } finally {
    await simulator.close();
  }
}

test('the doctor asks for the plan of recurring meetings where registrants are captured, and not elsewhere', async () => {
  const stage = { scopes: [...ofRegistrants, ...ofPlans] };
  expect(await occurrencesFound({ ...stage, datasets: ['registrants'] })).toMatchObject([
    { state: 'ok', check: 'occurrences of recurring meetings of main' },
    { state: 'ok', check: 'occurrences of recurring webinars of main' },
  ]);
  expect(await occurrencesFound({ ...stage, datasets })).toEqual([]);
});

test('without the scope of the plan the doctor says that registrants of recurring meetings are parked', async () => {
  expect(await occurrencesFound({ datasets: ['registrants'], scopes: ofRegistrants })).toMatchObject([
    {
      state: 'fault',
      seen: 'the scope meeting:read:meeting:admin is missing, so the captures of their registrants are parked',
      todo: expect.stringContaining(
        'choose meeting:read:meeting:admin (in an app with classic scopes meeting:read:admin)',
      ),
    },
    {
      state: 'warning',
      seen: 'the scope webinar:read:webinar:admin is missing, so the captures of their registrants are parked',
    },
  ]);
});

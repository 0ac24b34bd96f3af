/** What `npm run mutation` changes where nobody names files. */
export const usualFiles = [
  'shared/{domain,zoom,queue,capture}/**/*.ts',
  'shared/dynamo/control/**/*.ts',
  'shared/dynamo/{captures,rows,samples}/*.ts',
  'functions/webhook/*.ts',
  '!**/*.d.ts',
];

/**
 * Row keys, the webhook's verifier, the state machine, what stops an account's calls, the budget and the token: no survivor
 * without an explanation.
 */
export const strictFiles = [
  'shared/domain/row/row-key.ts',
  'shared/domain/{capture,outage}/*.ts',
  'shared/zoom/webhook/{signature,webhook-timestamp}.ts',
  'shared/dynamo/control/rate/*.ts',
  'shared/dynamo/control/{shared-token,token-item}.ts',
];

/** What of the integration suite is as cheap: the budget and the token in memory and virtual time, Zoom's client on loopback. */
export const cheapIntegration = [
  'call-allowance',
  'client',
  'day-reserve',
  'http',
  'midnight',
  'oauth',
  'rate-budget',
  'rate-day',
  'rate-item',
  'shared-token',
].map((name) => `test/integration/zoom/${name}.test.ts`);

/** What reads the code as text: it fails for how a mutant is written, whatever that does. */
export const readersOfCode = ['test/unit/datasets/dataset-names.test.ts'];

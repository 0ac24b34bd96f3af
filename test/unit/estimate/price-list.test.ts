import { describe, expect, test } from 'vitest';
import { PriceListError, readPriceLists } from '../../../shared/operations/estimate/price-list.ts';
import { prices as known } from '../../../shared/operations/estimate/prices.ts';

type Tiers = readonly (readonly [from: string, dollars: string])[];
type Priced = readonly [service: string, usagetype: string, tiers: Tiers];

const region = 'eu-central-1';
const free25: Tiers = [
  ['0', '0.0000000000'],
  ['25', '0.3060000000'],
];
const listed: readonly Priced[] = [
  ['AmazonDynamoDB', 'EUC1-WriteRequestUnits', [['0', '0.0000007625']]],
  ['AmazonDynamoDB', 'EUC1-ReplWriteRequestUnits', [['0', '0.0000009']]],
  ['AmazonDynamoDB', 'EUC1-ReadRequestUnits', [['0', '0.0000001525']]],
  ['AmazonDynamoDB', 'EUC1-IA-WriteRequestUnits', [['0', '0.00000096']]],
  ['AmazonDynamoDB', 'EUC1-TimedStorage-ByteHrs', free25],
  ['AmazonDynamoDB', 'EUC1-IA-TimedStorage-ByteHrs', [['0', '0.1224000000']]],
  ['AmazonCloudWatch', 'EUC1-TimedStorage-ByteHrs', [['0', '0.0324000000']]],
  [
    'AWSLambda',
    'EUC1-Lambda-GB-Second-ARM',
    [
      ['7500000000', '0.0000120001'],
      ['0', '0.0000133334'],
    ],
  ],
];

/** In the form of `…/offers/v1.0/aws/<service>/current/<region>/index.json`. */
function offerFile(products: readonly Priced[], publicationDate = '2026-11-03T18:21:07Z', regionCode = region): string {
  const terms = products.map(([, , tiers], index) => {
    const dimensions = tiers.map(([beginRange, USD]) => [
      `SKU${index}.JRTCKXETXF.${beginRange}`,
      { rateCode: `SKU${index}`, beginRange, endRange: 'Inf', unit: 'GB-Mo', pricePerUnit: { USD } },
    ]);
    return [`SKU${index}`, { [`SKU${index}.JRTCKXETXF`]: { priceDimensions: Object.fromEntries(dimensions) } }];
  });
  const described = products.map(([servicecode, usagetype], index) => [
    `SKU${index}`,
    { sku: `SKU${index}`, attributes: { servicecode, usagetype, regionCode, location: 'EU (Frankfurt)' } },
  ]);
  return JSON.stringify({
    formatVersion: 'v1.0',
    publicationDate,
    products: Object.fromEntries(described),
    terms: { OnDemand: Object.fromEntries(terms) },
  });
}

/** The same, as `aws pricing get-products` prints it: each product is JSON in a text. */
function getProducts(products: readonly Priced[], publicationDate: string): string {
  const { products: described, terms } = JSON.parse(offerFile(products));
  const PriceList = Object.keys(described).map((sku) =>
    JSON.stringify({
      product: described[sku],
      serviceCode: described[sku].attributes.servicecode,
      terms: { OnDemand: terms.OnDemand[sku] },
      publicationDate,
    }),
  );
  return JSON.stringify({ FormatVersion: 'aws_v1', PriceList });
}

describe("AWS's own price lists", () => {
  test.each([
    ['an offer file', [offerFile(listed)]],
    ['what get-products printed', [getProducts(listed, '2026-11-03T18:21:07Z')]],
    ['several files', [offerFile(listed.slice(0, 4)), getProducts(listed.slice(4), '2026-11-05T00:00:00Z')]],
  ])('are read from %s', (_what, texts) => {
    const { prices, asOf, missing } = readPriceLists(texts, region);
    expect(asOf).toBe('2026-11-03');
    expect(prices.dynamodb).toEqual({
      perWriteUnit: 0.7625e-6,
      perReadUnit: 0.1525e-6,
      perStoredGbMonth: 0.306,
      perBackupGbMonth: known.dynamodb.perBackupGbMonth,
    });
    expect(prices.infrequent).toEqual({ ...known.infrequent, perWriteUnit: 0.96e-6, perStoredGbMonth: 0.1224 });
    expect(prices.cloudwatch).toEqual({ ...known.cloudwatch, perStoredLogGbMonth: 0.0324 });
    expect(prices.lambda).toEqual({ ...known.lambda, perGbSecond: 0.0000133334 });
    expect(missing).toContain('dynamodb.perBackupGbMonth');
    expect(missing).toContain('xray.perTrace');
    // Also where nobody asked for a lake or news.
    expect(missing).toEqual(expect.arrayContaining(['s3.perPut', 'athena.perTbRead', 'eventBridge.perEvent']));
    expect(missing).not.toContain('dynamodb.perWriteUnit');
  });

  test('of us-east-1 have no region before their usage types', () => {
    const plain = offerFile([['AmazonDynamoDB', 'WriteRequestUnits', [['0', '0.000000625']]]], undefined, 'us-east-1');
    expect(readPriceLists([plain], 'us-east-1').prices.dynamodb.perWriteUnit).toBe(0.625e-6);
  });

  test('of another region are an error that names theirs', () => {
    expect(() => readPriceLists([offerFile(listed)], 'eu-west-1')).toThrow(
      'No price of eu-west-1 is in these lists: they are of eu-central-1.',
    );
  });

  test.each([
    ['no JSON', 'SKU,OfferTermCode'],
    ['no list', '{}'],
    ['null', 'null'],
    ['an empty list', '{"PriceList":[]}'],
    ['entries of something else', '{"PriceList":["x",null,{"product":1}]}'],
    ['products without terms', '{"products":{"A":{"attributes":{"servicecode":"AmazonDynamoDB"}}}}'],
  ])('that are %s are an error that says what to give', (_what, text) => {
    expect(() => readPriceLists([offerFile(listed), text], region)).toThrow(PriceListError);
    expect(() => readPriceLists([text], region)).toThrow('aws pricing get-products');
  });
});

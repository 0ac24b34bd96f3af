import { ProductError } from '../../runtime/errors.ts';
import { prices as known, type Prices } from './prices.ts';

/** A file that is no price list, or has nothing of the region. The message says what to do. */
export class PriceListError extends ProductError {
  override readonly name = 'PriceListError';
  override readonly retry = 'no';
}

export type ListedPrices = {
  readonly prices: Prices;
  /** Day of the oldest list. */
  readonly asOf: string;
  /** Names of prices that no list has: those of us-east-1 stand in for them. */
  readonly missing: readonly string[];
};

type Place = readonly [service: string, usageTypes: readonly string[]];

/** Where AWS's price lists have each price: the service, and its usage type without the region before it. */
const places: Readonly<Record<string, Place>> = {
  'dynamodb.perWriteUnit': ['AmazonDynamoDB', ['WriteRequestUnits']],
  'dynamodb.perReadUnit': ['AmazonDynamoDB', ['ReadRequestUnits']],
  'dynamodb.perStoredGbMonth': ['AmazonDynamoDB', ['TimedStorage-ByteHrs']],
  'dynamodb.perBackupGbMonth': ['AmazonDynamoDB', ['TimedPITRStorage-ByteHrs']],
  'infrequent.perWriteUnit': ['AmazonDynamoDB', ['IA-WriteRequestUnits']],
  'infrequent.perReadUnit': ['AmazonDynamoDB', ['IA-ReadRequestUnits']],
  'infrequent.perStoredGbMonth': ['AmazonDynamoDB', ['IA-TimedStorage-ByteHrs']],
  'lambda.perRequest': ['AWSLambda', ['Request-ARM']],
  'lambda.perGbSecond': ['AWSLambda', ['Lambda-GB-Second-ARM']],
  'sqs.perRequest': ['AWSQueueService', ['Requests-Tier1']],
  'httpApi.perRequest': ['AmazonApiGateway', ['ApiGatewayHttpRequest']],
  'secrets.perSecretMonth': ['AWSSecretsManager', ['AWSSecretsManager-Secrets', 'AWSSecretsManager-Secret']],
  'secrets.perCall': ['AWSSecretsManager', ['AWSSecretsManagerAPIRequest', 'AWSSecretsManager-APIRequests']],
  's3.perStoredGbMonth': ['AmazonS3', ['TimedStorage-ByteHrs']],
  's3.perPut': ['AmazonS3', ['Requests-Tier1']],
  's3.perGet': ['AmazonS3', ['Requests-Tier2']],
  'athena.perTbRead': ['AmazonAthena', ['DataScannedInTB']],
  'eventBridge.perEvent': ['AWSEvents', ['Event-64K-Chunks']],
  'cloudwatch.perLogGb': ['AmazonCloudWatch', ['DataProcessing-Bytes']],
  'cloudwatch.perStoredLogGbMonth': ['AmazonCloudWatch', ['TimedStorage-ByteHrs']],
  'cloudwatch.perAlarmMetricMonth': ['AmazonCloudWatch', ['CW:AlarmMonitorUsage']],
  'cloudwatch.perMetricMonth': ['AmazonCloudWatch', ['CW:MetricMonitorUsage']],
};

/**
 * The prices of a region in AWS's own price lists: offer files (`…/offers/v1.0/aws/AmazonDynamoDB/current/<region>/index.json`) and
 * answers of `aws pricing get-products`, of as many services as there are. The first tier that is not free counts.
 * @throws PriceListError where a text is no price list, or none has a price of the region
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
 */
export function readPriceLists(texts: readonly string[], region: string): ListedPrices {
  const lists = texts.map(readList);
  const products = lists.flatMap((list) => list.products);
  const inRegion = products.filter(({ attributes }) => attributes.regionCode === region);
  const found = Object.entries(places).flatMap(([name, place]) => {
    const price = priceAt(place, inRegion);
    return price === undefined ? [] : [[name, price] as const];
  });
  if (found.length === 0) {
    const regions = [...new Set(products.map(({ attributes }) => String(attributes.regionCode)))].sort().join(', ');
    throw new PriceListError(`No price of ${region} is in these lists: they are of ${regions || 'nothing'}.`);
  }
  const names = new Set(found.map(([name]) => name));
  const missing = [...Object.keys(places), 'cloudwatch.perDashboardMonth', 'xray.perTrace'].filter(
    (name) => !names.has(name),
  );
  const asOf = lists.map(({ published }) => published).toSorted()[0] ?? '';
  return { prices: withPrices(found), asOf, missing };
}

function withPrices(found: readonly (readonly [name: string, price: number])[]): Prices {
  const groups = Object.entries(known).map(([group, ofGroup]) => {
    const own = found.filter(([name]) => name.startsWith(`${group}.`));
    return [group, { ...ofGroup, ...Object.fromEntries(own.map(([name, price]) => [name.split('.')[1], price])) }];
  });
  return Object.fromEntries(groups) as Prices;
}

type Product = {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** What each of its tiers costs, and from which use on. */
  readonly tiers: readonly { readonly from: number; readonly price: number }[];
};

function priceAt([service, usageTypes]: Place, products: readonly Product[]): number | undefined {
  const tiers = products
    .filter(({ attributes: { servicecode, usagetype } }) =>
      usageTypes.some((usage) => servicecode === service && isUsage(String(usagetype), usage)),
    )
    .flatMap((product) => product.tiers);
  return tiers.filter(({ price }) => price > 0).toSorted((a, b) => a.from - b.from)[0]?.price;
}

// `EU-`, `USE1-`, `APN1-`, or nothing in us-east-1. `IA-` is no region.
const regionPrefix = /^(?:(?!IA-)[A-Z]{2,4}\d?-)?$/;
const isUsage = (usageType: string, usage: string): boolean =>
  usageType.endsWith(usage) && regionPrefix.test(usageType.slice(0, -usage.length));

// ── The two forms ──

type List = { readonly published: string; readonly products: readonly Product[] };
type Fields = Readonly<Record<string, unknown>>;

function readList(text: string): List {
  const list = fieldsOf(parse(text));
  const priced = Array.isArray(list.PriceList) ? list.PriceList.map((one) => productOf(readEntry(one))) : offerOf(list);
  const products = priced.filter((product) => product !== undefined);
  if (products.length === 0) {
    throw new PriceListError(
      'This is no price list of AWS: give the file of an offer, or what `aws pricing get-products` printed.',
    );
  }
  const published =
    list.publicationDate ?? readEntry(Array.isArray(list.PriceList) && list.PriceList[0]).publicationDate;
  return { published: String(published ?? '').slice(0, 10), products };
}

/** An offer file has products and terms apart, by SKU. */
function offerOf({ products, terms }: Fields): (Product | undefined)[] {
  const onDemand = fieldsOf(fieldsOf(terms).OnDemand);
  return Object.entries(fieldsOf(products)).map(([sku, product]) =>
    productOf({ product, terms: { OnDemand: onDemand[sku] } }),
  );
}

/** An entry of `get-products` is JSON within JSON. */
const readEntry = (entry: unknown): Fields => fieldsOf(typeof entry === 'string' ? parse(entry) : entry);

function productOf({ product, terms }: Fields): Product | undefined {
  const { attributes } = fieldsOf(product);
  const dimensions = Object.values(fieldsOf(fieldsOf(terms).OnDemand)).flatMap((term) =>
    Object.values(fieldsOf(fieldsOf(term).priceDimensions)),
  );
  const tiers = dimensions.flatMap((dimension) => {
    const { beginRange, pricePerUnit } = fieldsOf(dimension);
    const price = Number(fieldsOf(pricePerUnit).USD);
    return Number.isFinite(price) ? [{ from: Number(beginRange ?? 0), price }] : [];
  });
  return attributes === undefined || tiers.length === 0 ? undefined : { attributes: fieldsOf(attributes), tiers };
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

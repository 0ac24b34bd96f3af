/** What DynamoDB answers to a number that it does not take. */
export class NumberRefusedError extends Error {
  override readonly name = 'NumberRefusedError';
}

type Decimal = { readonly digits: bigint; readonly exponent: number };

const plainInteger = /^(?:0|-?[1-9]\d{0,14})$/;
const anyNumber = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const mostDigits = 38;
const largestExponent = 125;
const smallestExponent = -130;

/** The one spelling of a number in which DynamoDB gives it back. @throws NumberRefusedError */
export const normalNumber = (text: string): string => (plainInteger.test(text) ? text : textOf(decimalOf(text)));

/** @throws NumberRefusedError when the sum is out of range */
export function addNumbers(left: string, right: string): string {
  if (plainInteger.test(left) && plainInteger.test(right)) return String(Number(left) + Number(right));
  const [a, b] = [decimalOf(left), decimalOf(right)];
  const exponent = Math.min(a.exponent, b.exponent);
  return textOf(within({ digits: scaled(a, exponent) + scaled(b, exponent), exponent }));
}

/** Below, equal to or above zero, as a comparison of sorting has it. Both as {@link normalNumber} spells them. */
export function compareNumbers(left: string, right: string): number {
  if (plainInteger.test(left) && plainInteger.test(right)) return Number(left) - Number(right);
  const [a, b] = [decimalOf(left), decimalOf(right)];
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = scaled(a, exponent) - scaled(b, exponent);
  return difference === 0n ? 0 : Number(difference > 0n) * 2 - 1;
}

export const negated = (number: string): string => (number.startsWith('-') ? number.slice(1) : `-${number}`);

const scaled = ({ digits, exponent }: Decimal, to: number): bigint => digits * 10n ** BigInt(exponent - to);

function decimalOf(text: string): Decimal {
  const [, sign, whole = '', fraction = '', power = '0'] = anyNumber.exec(text) ?? [];
  if (sign === undefined || `${whole}${fraction}` === '') {
    throw new NumberRefusedError(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  const digits = BigInt(`${whole}${fraction}`);
  return within({ digits: sign === '-' ? -digits : digits, exponent: Number(power) - fraction.length });
}

/** Without zeros at its end. */
function within({ digits, exponent }: Decimal): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const text = String(digits);
  const zeros = text.length - text.replace(/0+$/, '').length;
  const significant = text.replace('-', '').length - zeros;
  const magnitude = exponent + zeros + significant - 1;
  if (significant > mostDigits) throw new NumberRefusedError('Attempting to store more than 38 significant digits');
  if (magnitude > largestExponent) throw new NumberRefusedError('Number overflow');
  if (magnitude < smallestExponent) throw new NumberRefusedError('Number underflow');
  return { digits: digits / 10n ** BigInt(zeros), exponent: exponent + zeros };
}

function textOf({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = String(digits).replace('-', '');
  if (exponent >= 0) return `${sign}${text}${'0'.repeat(exponent)}`;
  const padded = text.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

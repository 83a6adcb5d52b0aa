import type { QuarantineReason } from './upstream-source.js';

/** A number that was read, null for "not reported", or why the value is refused. */
export type Reading = number | null | QuarantineReason;

const MAX_COUNT = 2 ** 31 - 1;
const MAX_WHOLE_DIGITS = 15;
/** From here on a double has no room for both decimals: what JSON said may have been rounded on the way in. */
const TOO_BIG_FOR_A_JSON_NUMBER = 2 ** 46;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

interface Decimal {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

/**
 * Money as integer sen, exact: the digits are moved, nothing is multiplied. Negative money is a refund.
 * @param value a decimal string or a JSON number, in rupiah.
 */
export function readMoney(value: unknown): Reading {
  if (value === null || value === undefined) return null;
  const decimal = parseDecimal(value);
  if (typeof decimal === 'string') return decimal;
  if (hasSignificantDigit(decimal.fraction.slice(2))) return 'too_many_decimals';
  if (decimal.whole.length > MAX_WHOLE_DIGITS) return 'out_of_range';
  const sen = Number(decimal.whole + decimal.fraction.slice(0, 2).padEnd(2, '0'));
  if (!Number.isSafeInteger(sen)) return 'out_of_range';
  return decimal.negative && sen > 0 ? -sen : sen;
}

/** A whole number from 0 to 2^31-1; `"12.00"` is 12. */
export function readCount(value: unknown): Reading {
  if (value === null || value === undefined) return null;
  const decimal = parseDecimal(value);
  if (typeof decimal === 'string') return decimal;
  if (decimal.negative && hasSignificantDigit(decimal.whole + decimal.fraction)) return 'negative_count';
  if (hasSignificantDigit(decimal.fraction)) return 'too_many_decimals';
  const count = Number(decimal.whole);
  return decimal.whole.length > MAX_WHOLE_DIGITS || count > MAX_COUNT ? 'out_of_range' : count;
}

/** Integer sen as rupiah with two decimals, exact at any size. */
export function senText(sen: number): string {
  const digits = String(Math.abs(sen)).padStart(3, '0');
  return `${sen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function parseDecimal(value: unknown): Decimal | QuarantineReason {
  if (typeof value !== 'string' && typeof value !== 'number') return 'not_a_number';
  if (typeof value === 'number' && Math.abs(value) >= TOO_BIG_FOR_A_JSON_NUMBER) return 'out_of_range';
  // A JSON number goes through its shortest text, so that NaN, 1e-7 and 0.1 + 0.2 meet the same grammar as strings.
  const match = DECIMAL.exec(String(value));
  if (!match) return 'not_a_number';
  return { negative: match[1] === '-', whole: match[2] ?? '', fraction: match[3] ?? '' };
}

function hasSignificantDigit(digits: string): boolean {
  return /[1-9]/.test(digits);
}

import type { QuarantineReason } from '../upstream-source.js';
import { METRICS, type MetricValues } from '../../domain/index.js';

/** The parsed number, null for "not reported", or the reason to quarantine the row. */
export type ParsedNumber = number | null | QuarantineReason;

const MAX_COUNT = 2 ** 31 - 1;
const MAX_WHOLE_DIGITS = 15;
/** From this number on, a double cannot hold two decimals, so the JSON parser may have rounded the value. */
const MIN_UNSAFE_JSON_NUMBER = 2 ** 46;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;
const MAX_DECIMALS = 2;
/** Digits in groups of three, as Indonesia writes 249 thousand. With one dot it also reads as 249.15, so it is neither. */
const THOUSANDS_DOTS = /^[+-]?\d{1,3}(\.\d{3})+$/;

interface Decimal {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

/**
 * Returns money as integer sen (1/100 rupiah). The result is exact, because it moves digits and multiplies nothing. Negative
 * money is a refund.
 * @param value a decimal string or a JSON number, in rupiah.
 */
export function parseMoney(value: unknown): ParsedNumber {
  if (value === null || value === undefined) return null;
  const decimal = parseDecimal(value);
  if (typeof decimal === 'string') return decimal;
  if (decimal.whole.length > MAX_WHOLE_DIGITS) return 'out_of_range';
  const sen = Number(decimal.whole + decimal.fraction.padEnd(MAX_DECIMALS, '0'));
  if (!Number.isSafeInteger(sen)) return 'out_of_range';
  return decimal.negative && sen > 0 ? -sen : sen;
}

/** Returns a whole number from 0 to 2^31-1; `"12.00"` is 12. */
export function parseCount(value: unknown): ParsedNumber {
  if (value === null || value === undefined) return null;
  // What nearly every row holds: a number that needs no parsing. -0 is 0.
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT) return value + 0;
  const decimal = parseDecimal(value);
  if (typeof decimal === 'string') return decimal;
  if (decimal.negative && hasSignificantDigit(decimal.whole + decimal.fraction)) return 'negative_count';
  if (hasSignificantDigit(decimal.fraction)) return 'too_many_decimals';
  const count = Number(decimal.whole);
  return decimal.whole.length > MAX_WHOLE_DIGITS || count > MAX_COUNT ? 'out_of_range' : count;
}

/** Returns integer sen as rupiah with two decimals, exact at any size. */
export function formatSen(sen: number): string {
  const digits = String(Math.abs(sen)).padStart(3, '0');
  return `${sen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Returns the value of one metric as the upstream writes it; null when it is null. @param index its position in the catalogue. */
export function formatMetric(values: MetricValues, index: number): string | null {
  const value = values[index];
  if (value === null || value === undefined) return null;
  return METRICS[index]?.kind === 'money' ? formatSen(value) : String(value);
}

function parseDecimal(value: unknown): Decimal | QuarantineReason {
  if (typeof value !== 'string' && typeof value !== 'number') return 'not_a_number';
  if (typeof value === 'number' && Math.abs(value) >= MIN_UNSAFE_JSON_NUMBER) return 'out_of_range';
  // A JSON number is parsed from its shortest text, so that NaN, 1e-7 and 0.1 + 0.2 follow the same grammar as strings.
  const text = String(value);
  const match = DECIMAL.exec(text);
  const [, sign, whole = '', fraction = ''] = match ?? [];
  if (!match || fraction.length > MAX_DECIMALS) {
    if (THOUSANDS_DOTS.test(text)) return 'thousands_dot';
    return match ? 'too_many_decimals' : 'not_a_number';
  }
  return { negative: sign === '-', whole, fraction };
}

function hasSignificantDigit(digits: string): boolean {
  return /[1-9]/.test(digits);
}

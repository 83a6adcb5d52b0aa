import { InvalidArgumentError } from 'commander';
import { parseDay, type Day } from '../stats/day.js';

/** Parser of an option or argument that is a whole number. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** Parser of a business day. */
export function dayArgument(text: string): Day {
  const day = parseDay(text);
  if (day) return day;
  throw new InvalidArgumentError('It must be a calendar day YYYY-MM-DD from 2000 to 2099.');
}

/** Parser of an id. */
export const idArgument = wholeNumber(1, 999_999_999_999_999);

import { InvalidArgumentError } from 'commander';
import type { Role, TokenRole } from '../auth/index.js';
import type { Day, MAX_ID, MAX_PERIOD_DAYS, parseDay } from '../domain/index.js';

/** The longest period that a request may name, in days. The type keeps it equal to that of the domain. */
export const MAX_DAYS: typeof MAX_PERIOD_DAYS = 1100;

/** Parser of an option or argument that is a whole number. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

let parse: typeof parseDay;

/** Loads the parser of days. A command with days calls it before its options are parsed. */
export async function loadDayParser(): Promise<void> {
  parse = (await import('../domain/index.js')).parseDay;
}

/** Parser of a business day. */
export function dayArgument(text: string): Day {
  const day = parse(text);
  if (day) return day;
  throw new InvalidArgumentError('It must be a calendar day YYYY-MM-DD from 2000 to 2099.');
}

/** The largest id. The type keeps it equal to that of the domain. */
const LARGEST_ID: typeof MAX_ID = 2_147_483_647;

/** Parser of an id. */
export const idArgument = wholeNumber(1, LARGEST_ID);

/** The roles, from the most to the least powerful. Their module is too slow to load for a list of options. */
export const ROLE_NAMES = Object.keys({ admin: true, manager: true, monitor: true } satisfies Record<Role, true>);

/** The roles of API tokens. */
export const TOKEN_ROLE_NAMES = [...ROLE_NAMES, 'collector' satisfies Exclude<TokenRole, Role>];

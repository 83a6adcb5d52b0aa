import { fourWeeksBefore } from './four-weeks-before.js';
import type { ApiPaths } from '../../../platform/http/index.js';
import { presetPeriod, PRESETS, type Preset } from './presets.js';
import {
  parseDay,
  type Day,
  COMPARISONS,
  MAX_PERIOD_DAYS,
  countDays,
  startOfMonth,
  INTERVALS,
  PLATFORMS,
  usualInterval,
  type Comparison,
  type ComparisonChoice,
  type Interval,
  type Period,
  parseId,
} from '../../../domain/index.js';

/** The figures that sort the list. Names are ascending and all others descending, unless the order is reversed. */
export const SORTS = [
  'totalSales',
  'totalSalesDelta',
  'totalSalesDeltaPercent',
  'totalOrders',
  'newCustomers',
  'averageCheck',
  'adsSpend',
  'adsSales',
  'roas',
  'adShare',
  'fakeOrders',
  'coverage',
  'name',
] as const;
export type Sort = (typeof SORTS)[number];

export const STATUSES = ['active', 'paused', 'churned', 'archived'] as const;
export type Status = (typeof STATUSES)[number];

export const PLATFORM_CHOICES = ['all', ...PLATFORMS] as const;
export type PlatformChoice = (typeof PLATFORM_CHOICES)[number];

/** The first day of a period that the viewer chose to compare with. */
export interface OwnComparison {
  readonly from: Day;
}

/** The state that the address of the dashboard holds. */
export interface ViewState {
  readonly client: number | null;
  /** A preset, which moves with the calendar, or a fixed period. */
  readonly period: Preset | Period;
  /** Null for the usual one: months for calendar months, otherwise the previous period. */
  readonly compare: Comparison | OwnComparison | null;
  /** The platform that all numbers are of. */
  readonly platform: PlatformChoice;
  /** The days, weeks or months of the charts; null for the usual ones of the period. */
  readonly interval: Interval | null;
  readonly excludeFake: boolean;
  readonly sort: Sort;
  /** True for the opposite of the usual order of the sort. */
  readonly reversed: boolean;
  readonly status: Status | null;
  /** True to list only the restaurants that the viewer manages. */
  readonly mine: boolean;
  readonly search: string;
}

export const DEFAULT_STATE: ViewState = {
  client: null,
  period: '30d',
  compare: null,
  platform: 'all',
  interval: null,
  excludeFake: false,
  sort: 'totalSales',
  reversed: false,
  status: null,
  mine: false,
  search: '',
};

const MAX_SEARCH = 200;

/**
 * Returns the state that the query of an address holds. An invalid value becomes its default, so a damaged link still shows
 * numbers. Without any query, `remembered` says whether to list only the viewer's restaurants.
 */
export function readState(query: URLSearchParams, remembered: Pick<ViewState, 'mine'> = DEFAULT_STATE): ViewState {
  const findKnown = <T extends string>(name: string, known: readonly T[]): T | undefined =>
    known.find((value) => value === query.get(name));
  const client = query.get('client') ?? '';
  return {
    client: parseId(client),
    period: readFixedPeriod(query) ?? findKnown('period', PRESETS) ?? DEFAULT_STATE.period,
    compare: readOwnComparison(query) ?? findKnown('compare', COMPARISONS) ?? DEFAULT_STATE.compare,
    platform: findKnown('platform', PLATFORM_CHOICES) ?? DEFAULT_STATE.platform,
    interval: findKnown('interval', INTERVALS) ?? DEFAULT_STATE.interval,
    excludeFake: query.get('excludeFake') === 'true',
    sort: findKnown('sort', SORTS) ?? DEFAULT_STATE.sort,
    reversed: query.get('reversed') === 'true',
    status: findKnown('status', STATUSES) ?? null,
    mine: query.size === 0 ? remembered.mine : query.get('mine') === 'true',
    search: (query.get('search') ?? '').slice(0, MAX_SEARCH),
  };
}

/** Returns the query that {@link readState} turns back into the state. It is never empty, so a link shows all users the same. */
export function writeState(state: ViewState): string {
  const query = new URLSearchParams();
  if (state.client !== null) query.set('client', String(state.client));
  if (typeof state.period === 'string') query.set('period', state.period);
  else {
    query.set('from', state.period.from);
    query.set('to', state.period.to);
  }
  if (typeof state.compare === 'string') query.set('compare', state.compare);
  else if (state.compare) query.set('compareFrom', state.compare.from);
  if (state.platform !== DEFAULT_STATE.platform) query.set('platform', state.platform);
  if (state.interval) query.set('interval', state.interval);
  if (state.excludeFake) query.set('excludeFake', 'true');
  if (state.sort !== DEFAULT_STATE.sort) query.set('sort', state.sort);
  if (state.reversed) query.set('reversed', 'true');
  if (state.status) query.set('status', state.status);
  if (state.mine) query.set('mine', 'true');
  if (state.search) query.set('search', state.search);
  return query.toString();
}

/** Returns the days of the state's period on the business day `today`. */
export function periodOf({ period }: Pick<ViewState, 'period'>, today: Day): Period {
  if (typeof period !== 'string') return period;
  const { from, to } = presetPeriod(period, today);
  return { from, to };
}

/** Returns the comparisons that the state's period allows: months only for a period that starts on the first of a month. */
export function listComparisons(state: Pick<ViewState, 'period'>, today: Day): Comparison[] {
  const { from } = periodOf(state, today);
  return COMPARISONS.filter((comparison) => comparison !== 'month' || from === startOfMonth(from));
}

/** Returns the comparison of the state: the chosen one where the period allows it, else the usual one of the period. */
export function comparisonOf(state: Pick<ViewState, 'period' | 'compare'>, today: Day): Comparison | OwnComparison {
  if (typeof state.compare === 'object' && state.compare) return state.compare;
  const isCalendarMonth = state.period === 'month' || state.period === 'last-month';
  const chosen = state.compare ?? (isCalendarMonth ? 'month' : 'previous');
  return listComparisons(state, today).includes(chosen) ? chosen : 'previous';
}

/** Returns the comparison of the state as the read model knows it. */
export function comparisonChoiceOf(state: Pick<ViewState, 'period' | 'compare'>, today: Day): ComparisonChoice {
  const comparison = comparisonOf(state, today);
  return typeof comparison === 'string' ? { compare: comparison } : { compareFrom: comparison.from };
}

/** Returns the interval of the charts. */
export function intervalOf(state: Pick<ViewState, 'period' | 'interval'>, today: Day): Interval {
  return state.interval ?? usualInterval(periodOf(state, today));
}

/** The query parameters of the API's reads, as its OpenAPI document has them. */
export type BoardQuery = ApiPaths['/api/v1/dashboard']['get']['parameters']['query'];
export type ClientQuery = ApiPaths['/api/v1/dashboard/clients/{id}']['get']['parameters']['query'];
export type AttentionQuery = NonNullable<ApiPaths['/api/v1/clients/attention']['get']['parameters']['query']>;
export type ListNotesQuery = ApiPaths['/api/v1/dashboard/notes']['get']['parameters']['query'];
type ExportQuery = ApiPaths['/api/v1/stats/export.csv']['get']['parameters']['query'];

/** Returns the query parameters of a client's page: period, comparison, platform, with or without fake orders. */
export function clientQuery(state: ViewState, today: Day): ClientQuery {
  const { from, to } = periodOf(state, today);
  return {
    from,
    to,
    ...comparisonChoiceOf(state, today),
    ...(state.platform !== DEFAULT_STATE.platform && { platform: state.platform }),
    ...(state.excludeFake && { excludeFake: true }),
  };
}

/** Returns the query parameters of the ranked list. `viewer` is the id of the user who views it. */
export function boardQuery(state: ViewState, today: Day, viewer: number): BoardQuery {
  return {
    ...clientQuery(state, today),
    sort: state.sort,
    order: orderOf(state),
    ...(state.status && { status: state.status }),
    ...(state.mine && { managerId: viewer }),
  };
}

/** Returns the query parameters of the notes that the list's chart flags, those of the four weeks before a short period included. */
export function listNotesQuery(state: ViewState, today: Day, viewer: number): ListNotesQuery {
  const period = periodOf(state, today);
  return {
    ...(fourWeeksBefore(period) ?? period),
    to: period.to,
    ...(state.status && { status: state.status }),
    ...(state.mine && { managerId: viewer }),
  };
}

/** Returns the query parameters of the attention list for the same restaurants. */
export function attentionQuery({ mine, platform }: ViewState, viewer: number): AttentionQuery {
  return {
    ...(mine && { managerId: viewer }),
    ...(platform !== DEFAULT_STATE.platform && { platform }),
  };
}

/** Returns the address of a file with exactly the rows that the state shows. */
export function exportAddress(format: 'csv' | 'xlsx', state: ViewState, today: Day, viewer: number): string {
  const query: ExportQuery =
    state.client === null
      ? { ...boardQuery(state, today, viewer), ...(state.search && { search: state.search }), view: 'list' }
      : { ...clientQuery(state, today), clientId: state.client, view: 'days' };
  return `/api/v1/stats/export.${format}?${toSearchParams(query).toString()}`;
}

/** Returns query parameters as an address writes them. */
export function toSearchParams(
  query: BoardQuery | ClientQuery | ListNotesQuery | AttentionQuery | ExportQuery,
): URLSearchParams {
  const parameters: Readonly<Record<string, string | number | boolean | undefined>> = { ...query };
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
}

function orderOf({ sort, reversed }: ViewState): 'asc' | 'desc' {
  return (sort === 'name') === reversed ? 'desc' : 'asc';
}

function readOwnComparison(query: URLSearchParams): OwnComparison | undefined {
  const from = parseDay(query.get('compareFrom') ?? '');
  return from ? { from } : undefined;
}

function readFixedPeriod(query: URLSearchParams): Period | undefined {
  const from = parseDay(query.get('from') ?? '');
  const to = parseDay(query.get('to') ?? '');
  if (!from || !to || to < from) return undefined;
  const period = { from, to };
  return countDays(period) <= MAX_PERIOD_DAYS ? period : undefined;
}

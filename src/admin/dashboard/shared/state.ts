import { parseDay, type Day } from '../../../stats/day.js';
import { COMPARISONS, MAX_PERIOD_DAYS, periodLength, type Comparison, type Period } from '../../../stats/period.js';
import { presetPeriod, PRESETS, type Preset } from './presets.js';

/** What the list can be sorted by; names come A to Z, everything else the largest first, unless turned round. */
export const SORTS = [
  'totalSales',
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

/** Everything the address of the dashboard says. */
export interface ViewState {
  readonly client: number | null;
  /** A preset moves with the calendar, a period of one's own does not. */
  readonly period: Preset | Period;
  readonly compare: Comparison;
  readonly excludeFake: boolean;
  readonly sort: Sort;
  /** Against the usual order of the sort. */
  readonly reversed: boolean;
  readonly status: Status | null;
  /** Only the restaurants the viewer looks after. */
  readonly mine: boolean;
  readonly search: string;
}

export const DEFAULT_STATE: ViewState = {
  client: null,
  period: '30d',
  compare: 'previous',
  excludeFake: false,
  sort: 'totalSales',
  reversed: false,
  status: null,
  mine: false,
  search: '',
};

const MAX_SEARCH = 200;

/**
 * Reads an address's query; what makes no sense falls back to the default, so a mangled link still shows numbers. Without
 * any query `remembered` decides about one's own restaurants.
 */
export function readState(query: URLSearchParams, remembered: Pick<ViewState, 'mine'> = DEFAULT_STATE): ViewState {
  const one = <T extends string>(name: string, known: readonly T[]): T | undefined =>
    known.find((value) => value === query.get(name));
  const client = query.get('client') ?? '';
  return {
    client: /^[1-9]\d{0,14}$/.test(client) ? Number(client) : null,
    period: ownPeriod(query) ?? one('period', PRESETS) ?? DEFAULT_STATE.period,
    compare: one('compare', COMPARISONS) ?? DEFAULT_STATE.compare,
    excludeFake: query.get('excludeFake') === 'true',
    sort: one('sort', SORTS) ?? DEFAULT_STATE.sort,
    reversed: query.get('reversed') === 'true',
    status: one('status', STATUSES) ?? null,
    mine: query.size === 0 ? remembered.mine : query.get('mine') === 'true',
    search: (query.get('search') ?? '').slice(0, MAX_SEARCH),
  };
}

/** The query that {@link readState} turns back into the state; never empty, so that a link means the same to everybody. */
export function writeState(state: ViewState): string {
  const query = new URLSearchParams();
  if (state.client !== null) query.set('client', String(state.client));
  if (typeof state.period === 'string') query.set('period', state.period);
  else {
    query.set('from', state.period.from);
    query.set('to', state.period.to);
  }
  if (state.compare !== DEFAULT_STATE.compare) query.set('compare', state.compare);
  if (state.excludeFake) query.set('excludeFake', 'true');
  if (state.sort !== DEFAULT_STATE.sort) query.set('sort', state.sort);
  if (state.reversed) query.set('reversed', 'true');
  if (state.status) query.set('status', state.status);
  if (state.mine) query.set('mine', 'true');
  if (state.search) query.set('search', state.search);
  return query.toString();
}

/** The days the state means on the business day `today`. */
export function periodOf({ period }: Pick<ViewState, 'period'>, today: Day): Period {
  if (typeof period !== 'string') return period;
  const { from, to } = presetPeriod(period, today);
  return { from, to };
}

/** The parameters of both reads: the period, the comparison, with or without fake orders. */
function viewQuery(state: ViewState, today: Day): URLSearchParams {
  const { from, to } = periodOf(state, today);
  const query = new URLSearchParams({ from, to, compare: state.compare });
  if (state.excludeFake) query.set('excludeFake', 'true');
  return query;
}

/** The parameters of the ranked list. `viewer` is the id of the user who looks. */
export function boardQuery(state: ViewState, today: Day, viewer: number): URLSearchParams {
  const query = viewQuery(state, today);
  query.set('sort', state.sort);
  query.set('order', orderOf(state));
  if (state.status) query.set('status', state.status);
  if (state.mine) query.set('managerId', String(viewer));
  return query;
}

/** The parameters of who needs attention, for the same restaurants. */
export function attentionQuery({ mine }: ViewState, viewer: number): URLSearchParams {
  return new URLSearchParams(mine ? { managerId: String(viewer) } : {});
}

/** The parameters of a client's page. */
export function clientQuery(state: ViewState, today: Day): URLSearchParams {
  return viewQuery(state, today);
}

/** The address of a CSV file with exactly what the state shows. */
export function exportAddress(state: ViewState, today: Day, viewer: number): string {
  const query = state.client === null ? boardQuery(state, today, viewer) : clientQuery(state, today);
  if (state.client !== null) query.set('clientId', String(state.client));
  else if (state.search) query.set('search', state.search);
  query.set('view', state.client === null ? 'list' : 'days');
  return `/api/v1/stats/export.csv?${query.toString()}`;
}

function orderOf({ sort, reversed }: ViewState): 'asc' | 'desc' {
  return (sort === 'name') === reversed ? 'desc' : 'asc';
}

function ownPeriod(query: URLSearchParams): Period | undefined {
  const from = parseDay(query.get('from') ?? '');
  const to = parseDay(query.get('to') ?? '');
  if (!from || !to || to < from) return undefined;
  const period = { from, to };
  return periodLength(period) <= MAX_PERIOD_DAYS ? period : undefined;
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PRESETS } from './presets.js';
import {
  boardQuery,
  DEFAULT_STATE,
  exportAddress,
  readState,
  toSearchParams,
  PLATFORM_CHOICES,
  SORTS,
  STATUSES,
  writeState,
  type ViewState,
} from './state.js';
import { addDays, toDay, toDayNumber, fromDayNumber, COMPARISONS, INTERVALS } from '../../../domain/index.js';
import { ExportQuery, LeaderboardQuery } from '../../../stats/index.js';

const TODAY = toDay('2026-11-23');

const anyPeriod = fc
  .record({
    from: fc.integer({ min: toDayNumber(toDay('2024-01-01')), max: toDayNumber(TODAY) }).map(fromDayNumber),
    days: fc.nat({ max: 1099 }),
  })
  .map(({ from, days }) => ({ from, to: addDays(from, days) }));

const anyState: fc.Arbitrary<ViewState> = fc.record({
  client: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
  period: fc.oneof(fc.constantFrom(...PRESETS), anyPeriod),
  compare: fc.option(
    fc.oneof(
      fc.constantFrom(...COMPARISONS),
      anyPeriod.map(({ from }) => ({ from })),
    ),
  ),
  platform: fc.constantFrom(...PLATFORM_CHOICES),
  interval: fc.option(fc.constantFrom(...INTERVALS)),
  excludeFake: fc.boolean(),
  sort: fc.constantFrom(...SORTS),
  reversed: fc.boolean(),
  status: fc.option(fc.constantFrom(...STATUSES)),
  mine: fc.boolean(),
  search: fc.string({ maxLength: 200 }),
});

describe('the address of the dashboard', () => {
  it('holds the whole state, whatever is remembered', () => {
    fc.assert(
      fc.property(anyState, fc.boolean(), (state, mine) => {
        expect(readState(new URLSearchParams(writeState(state)), { mine })).toEqual(state);
      }),
    );
  });

  it('gives the default and the remembered filter when it has no query', () => {
    expect(readState(new URLSearchParams())).toEqual(DEFAULT_STATE);
    expect(readState(new URLSearchParams(), { mine: true })).toEqual({ ...DEFAULT_STATE, mine: true });
  });

  it.each([
    'client=abc&period=never&compare=x&sort=password&status=dead&mine=2',
    'client=-1&from=2026-01-01',
    'from=2026-02-30&to=2026-03-01',
    'from=2026-03-02&to=2026-03-01',
    'from=2001-01-01&to=2026-03-01',
  ])('gives the default for the invalid query %s', (query) => {
    expect(readState(new URLSearchParams(query))).toEqual(DEFAULT_STATE);
  });

  it('makes only queries that the API accepts', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const list = boardQuery(state, TODAY, 7);
        expect(LeaderboardQuery.parse(Object.fromEntries(toSearchParams(list)))).toMatchObject({ sort: state.sort });
        const file = new URL(exportAddress('csv', state, TODAY, 7), 'http://panel').searchParams;
        expect(ExportQuery.parse(Object.fromEntries(file))).toMatchObject({
          view: state.client === null ? 'list' : 'days',
        });
      }),
    );
  });

  it('compares calendar months with the months before, and other periods with the previous period, unless one is chosen', () => {
    const compare = (state: Partial<ViewState>) => boardQuery({ ...DEFAULT_STATE, ...state }, TODAY, 7).compare;
    expect(compare({ period: 'month' })).toBe('month');
    expect(compare({ period: 'last-month' })).toBe('month');
    expect(compare({ period: '30d' })).toBe('previous');
    expect(compare({ period: 'month', compare: 'previous' })).toBe('previous');
    expect(compare({ period: '30d', compare: 'month' })).toBe('previous');
    expect(compare({ period: '30d', compare: 'none' })).toBe('none');
  });

  it('reverses the usual order of each sort', () => {
    const order = (state: Partial<ViewState>) => boardQuery({ ...DEFAULT_STATE, ...state }, TODAY, 7).order;
    expect(order({})).toBe('desc');
    expect(order({ reversed: true })).toBe('asc');
    expect(order({ sort: 'name' })).toBe('asc');
    expect(order({ sort: 'name', reversed: true })).toBe('desc');
  });
});

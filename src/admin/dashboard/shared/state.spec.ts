import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, day, dayNumber, dayOfNumber } from '../../../stats/day.js';
import { COMPARISONS } from '../../../stats/period.js';
import { ExportQuery, LeaderboardQuery } from '../../../stats/stats.schemas.js';
import { PRESETS } from './presets.js';
import {
  boardQuery,
  DEFAULT_STATE,
  exportAddress,
  readState,
  SORTS,
  STATUSES,
  writeState,
  type ViewState,
} from './state.js';

const TODAY = day('2026-11-23');

const anyPeriod = fc
  .record({
    from: fc.integer({ min: dayNumber(day('2024-01-01')), max: dayNumber(TODAY) }).map(dayOfNumber),
    days: fc.nat({ max: 1099 }),
  })
  .map(({ from, days }) => ({ from, to: addDays(from, days) }));

const anyState: fc.Arbitrary<ViewState> = fc.record({
  client: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
  period: fc.oneof(fc.constantFrom(...PRESETS), anyPeriod),
  compare: fc.constantFrom(...COMPARISONS),
  excludeFake: fc.boolean(),
  sort: fc.constantFrom(...SORTS),
  reversed: fc.boolean(),
  status: fc.option(fc.constantFrom(...STATUSES)),
  mine: fc.boolean(),
  search: fc.string({ maxLength: 200 }),
});

describe('the address of the dashboard', () => {
  it('says the whole state, and what is remembered does not change a link', () => {
    fc.assert(
      fc.property(anyState, fc.boolean(), (state, mine) => {
        expect(readState(new URLSearchParams(writeState(state)), { mine })).toEqual(state);
      }),
    );
  });

  it('without a query is the default, with what is remembered', () => {
    expect(readState(new URLSearchParams())).toEqual(DEFAULT_STATE);
    expect(readState(new URLSearchParams(), { mine: true })).toEqual({ ...DEFAULT_STATE, mine: true });
  });

  it.each([
    'client=abc&period=never&compare=x&sort=password&status=dead&mine=2',
    'client=-1&from=2026-01-01',
    'from=2026-02-30&to=2026-03-01',
    'from=2026-03-02&to=2026-03-01',
    'from=2001-01-01&to=2026-03-01',
  ])('falls back where it makes no sense: %s', (query) => {
    expect(readState(new URLSearchParams(query))).toEqual(DEFAULT_STATE);
  });

  it('asks the API only what it understands', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const list = boardQuery(state, TODAY, 7);
        expect(LeaderboardQuery.parse(Object.fromEntries(list))).toMatchObject({ sort: state.sort });
        const file = new URL(exportAddress(state, TODAY, 7), 'http://panel').searchParams;
        expect(ExportQuery.parse(Object.fromEntries(file))).toMatchObject({
          view: state.client === null ? 'list' : 'days',
        });
      }),
    );
  });

  it('turns an order round', () => {
    const order = (state: Partial<ViewState>) => boardQuery({ ...DEFAULT_STATE, ...state }, TODAY, 7).get('order');
    expect(order({})).toBe('desc');
    expect(order({ reversed: true })).toBe('asc');
    expect(order({ sort: 'name' })).toBe('asc');
    expect(order({ sort: 'name', reversed: true })).toBe('desc');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StatRow } from '../support/mysql.js';
import { toDay } from '../../src/domain/calendar/day.js';
import type { UpstreamSource, ValidatedResponse } from '../../src/upstream/upstream-source.js';

/** A restaurant of the upstream under test. Two restaurants can have one name. */
export interface ContractRestaurant {
  readonly id: number;
  readonly name: string;
  readonly rows: readonly StatRow[];
}

export interface SourceOptions {
  readonly timeoutMs?: number;
  /** Uses a credential that the upstream does not accept. */
  readonly isUnauthorized?: boolean;
  readonly attempts?: number;
  /** Reads at most as much as one row needs. */
  readonly isSmall?: boolean;
}

/** The upstream of a source under test. */
export interface ContractUpstream {
  /** Sets what the upstream holds. */
  serve(restaurants: readonly ContractRestaurant[]): Promise<void>;
  source(options?: SourceOptions): UpstreamSource & { onModuleDestroy?(): void };
  /** Lets every call hang until `release`. */
  hold(): Promise<{ release: () => Promise<void> }>;
  /** Sets more rows for `Large` than the source of `isSmall` reads. */
  serveTooMuch(): Promise<void>;
  close(): Promise<void>;
}

const window = { from: toDay('2026-10-01'), to: toDay('2026-10-31') };
const NAMES = ['Cafe', 'cafe', 'Café', 'Cafe ', 'Warung 🍜', 'Warung 🍕', "Ayam `d'Oro` & Co / #1?"];

const day = (date: string, fields: StatRow = {}): StatRow => ({
  stat_date: date,
  grab_sales: '249150.00',
  grab_orders: 3,
  gojek_sales: '1000.50',
  gojek_orders: 1,
  ...fields,
});

/** Declares what every source does with the same upstream, whichever way it reads it. */
export function upstreamSourceContract(name: string, start: () => Promise<ContractUpstream>): void {
  describe(`${name}, by the contract of every source`, () => {
    let upstream: ContractUpstream;
    const opened: { onModuleDestroy?(): void }[] = [];

    beforeAll(async () => {
      upstream = await start();
      await upstream.serve([
        ...NAMES.map((each, index) => ({
          id: index + 1,
          name: each,
          rows: [day('2026-10-05', { grab_orders: index + 1 })],
        })),
        { id: 20, name: 'Empty', rows: [] },
        { id: 21, name: 'Null', rows: [day('2026-10-05', { gojek_sales: null, gojek_orders: null, grab_orders: 0 })] },
        { id: 22, name: 'Bad', rows: [day('2026-10-05', { grab_orders: -1 }), day('2026-10-06')] },
        {
          id: 23,
          name: 'Duplicate',
          rows: [day('2026-10-05'), day('2026-10-05', { grab_orders: 4 }), day('2026-10-06'), day('2026-10-06')],
        },
        {
          id: 24,
          name: 'Window',
          rows: ['2026-09-30', '2026-10-01', '2026-10-31', '2026-11-01'].map((date) => day(date)),
        },
        { id: 25, name: 'Twins', rows: [day('2026-10-05')] },
        { id: 26, name: 'Twins', rows: [day('2026-10-06')] },
      ]);
    });

    afterAll(async () => {
      for (const source of opened) source.onModuleDestroy?.();
      await upstream.close();
    });

    function open(options?: SourceOptions): UpstreamSource {
      const source = upstream.source(options);
      opened.push(source);
      return source;
    }

    const fetchDays = (restaurant: string, options?: SourceOptions): Promise<ValidatedResponse> =>
      open(options).fetchDays(restaurant, window, { signal: new AbortController().signal });

    it('returns the rows of exactly the named restaurant, and its upstream id', async () => {
      const source = open();
      for (const [index, restaurant] of NAMES.entries()) {
        const response = await source.fetchDays(restaurant, window, { signal: new AbortController().signal });
        expect(response).toMatchObject({ received: 1, quarantined: [], upstreamId: String(index + 1) });
        expect(response.days[0]?.values.slice(0, 2)).toEqual([24_915_000, index + 1]);
      }
    });

    it('lists every restaurant with its name verbatim, each name once', async () => {
      const list = await open().listRestaurants({ signal: new AbortController().signal });
      expect(list?.rejected).toEqual([]);
      expect(list?.restaurants.slice(0, NAMES.length)).toEqual(
        NAMES.map((each, index) => ({ id: String(index + 1), name: each })),
      );
      expect(list?.restaurants.filter(({ name: each }) => each === 'Twins')).toHaveLength(1);
    });

    it('distinguishes an unknown name from a restaurant without rows', async () => {
      await expect(fetchDays('CAFE')).rejects.toMatchObject({ name: 'UpstreamError', code: 'not_found' });
      expect(await fetchDays('Empty')).toMatchObject({ received: 0, days: [] });
    });

    it('keeps null apart from zero', async () => {
      const { days } = await fetchDays('Null');
      const [values = []] = days.map((each) => each.values);
      expect([values[1], values.filter((value) => value === null).length]).toEqual([0, 12]);
    });

    it('quarantines the row with a bad value and keeps the other days', async () => {
      expect(await fetchDays('Bad')).toMatchObject({
        received: 2,
        days: [{ date: '2026-10-06' }],
        quarantined: [{ date: '2026-10-05', field: 'grab_orders', value: '-1', reason: 'negative_count' }],
      });
    });

    it('quarantines a day that came twice with different values', async () => {
      const { days, quarantined } = await fetchDays('Duplicate');
      expect(days.map(({ date }) => date)).toEqual(['2026-10-06']);
      expect(quarantined.map(({ reason }) => reason)).toEqual(['conflicting_duplicate', 'conflicting_duplicate']);
    });

    it('returns both ends of the window and nothing outside', async () => {
      const { days } = await fetchDays('Window');
      expect(days.map(({ date }) => date)).toEqual(['2026-10-01', '2026-10-31']);
    });

    it('returns no numbers when two restaurants have one name', async () => {
      await expect(fetchDays('Twins')).rejects.toMatchObject({ code: 'wrong_restaurant' });
    });

    it('reports the same response as unchanged, and another response as new', async () => {
      const source = open();
      const options = { signal: new AbortController().signal };
      const { fingerprint } = await source.fetchDays('Cafe', window, options);
      const known = { ...options, known: fingerprint ?? 'none' };
      expect(await source.fetchDays('Cafe', window, known)).toMatchObject({ known: true });
      expect(await source.fetchDays('cafe', window, known)).toMatchObject({ received: 1 });
    });

    it('stops at once when it is aborted, and at the deadline', async () => {
      const held = await upstream.hold();
      try {
        const controller = new AbortController();
        const aborted = open().fetchDays('Cafe', window, { signal: controller.signal });
        controller.abort();
        await expect(aborted).rejects.toMatchObject({ code: 'cancelled' });
        await expect(fetchDays('Cafe', { timeoutMs: 300, attempts: 1 })).rejects.toMatchObject({
          code: 'upstream_timeout',
        });
      } finally {
        await held.release();
      }
      expect(await fetchDays('Cafe')).toMatchObject({ received: 1 });
    });

    it('reports a wrong credential as unauthorized, without a second call', async () => {
      await expect(fetchDays('Cafe', { isUnauthorized: true })).rejects.toMatchObject({
        code: 'upstream_refused',
        calls: 1,
      });
    });

    it('reads no more than its limit', async () => {
      await upstream.serveTooMuch();
      await expect(fetchDays('Large', { isSmall: true })).rejects.toMatchObject({ code: 'upstream_too_large' });
    });
  });
}

import { beforeAll, describe, expect, it } from '@jest/globals';
import { type DayFigures, dayFigures } from './figures.js';
import { restaurantNames } from './names.js';
import { type Restaurant, createRestaurant } from './restaurant.js';
import { toDay, toDayNumber, METRICS, type Platform, PLATFORMS } from '../../domain/index.js';

const RESTAURANTS = 127;
/** The revision of a day after the two daily collections that follow its first. */
const SETTLED = 2;

interface Sample {
  readonly restaurant: Restaurant;
  readonly number: number;
  readonly figures: DayFigures;
}

function sampleOf(seed: number, from: string, to: string, revision = SETTLED): Sample[] {
  const samples: Sample[] = [];
  for (const [index, name] of restaurantNames(RESTAURANTS).entries()) {
    const restaurant = createRestaurant(seed, index, name);
    for (let number = toDayNumber(toDay(from)); number <= toDayNumber(toDay(to)); number++) {
      const figures = dayFigures(restaurant, number, revision);
      if (figures) samples.push({ restaurant, number, figures });
    }
  }
  return samples;
}

const onBoth = ({ restaurant: { grabShare } }: Sample) => grabShare > 0 && grabShare < 1;
const reportedAll = ({ figures }: Sample) => figures.grabSales !== null && figures.gojekSales !== null;
/** Returns the sales in rupiah. */
const salesOf = ({ figures }: Sample) => ((figures.grabSales ?? 0) + (figures.gojekSales ?? 0)) / 100;
const ordersOf = ({ figures }: Sample) => (figures.grabOrders ?? 0) + (figures.gojekOrders ?? 0);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const minimum = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
const maximum = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
const mean = (values: number[]) => sum(values) / values.length;
const share = <T>(items: T[], test: (item: T) => boolean) => items.filter(test).length / items.length;

describe.each([1, 2, 3])('the generator, seed %i', (seed) => {
  let year: Sample[];
  /** Days with orders on which a restaurant of both platforms reported on both. */
  let open: Sample[];

  beforeAll(() => {
    year = sampleOf(seed, '2025-11-23', '2026-11-22');
    open = year.filter((sample) => onBoth(sample) && reportedAll(sample) && ordersOf(sample) > 0);
  });

  it('has about 65% of the client-days of any year', () => {
    expect(year.length / RESTAURANTS / 365).toBeCloseTo(0.65, 1);
    expect(Math.abs(sampleOf(seed, '2029-01-01', '2029-12-31').length / RESTAURANTS / 365 - 0.65)).toBeLessThan(0.05);
  });

  it('has restaurants that start late and restaurants that stop early', () => {
    const present = (from: string, to: string) =>
      new Set(sampleOf(seed, from, to).map(({ restaurant }) => restaurant.id));
    const [first, last] = [present('2025-11-23', '2025-12-22'), present('2026-10-24', '2026-11-22')];
    expect([...last].filter((id) => !first.has(id)).length).toBeGreaterThan(10);
    expect([...first].filter((id) => !last.has(id)).length).toBeGreaterThan(10);
  });

  it('leaves about 2% of the days of a client out, and has closed days with zeros', () => {
    const regular = year.filter(({ restaurant }) => restaurant.activeDays === Infinity);
    const clients = new Set(regular.map(({ restaurant }) => restaurant.id)).size;
    expect(Math.abs(1 - regular.length / clients / 365 - 0.02)).toBeLessThan(0.006);
    const closed = share(year, (sample) => reportedAll(sample) && ordersOf(sample) === 0);
    expect(closed).toBeGreaterThan(0.003);
    expect(closed).toBeLessThan(0.02);
  });

  it('misses about 1.5% of the platform-days, all seven figures at once', () => {
    const values = year
      .filter(onBoth)
      .flatMap(({ figures }) =>
        PLATFORMS.map((platform) =>
          METRICS.filter((metric) => metric.platform === platform).map(({ name }) => figures[name]),
        ),
      );
    const missing = values.filter((seven) => seven.includes(null));
    expect(missing.every((seven) => seven.every((value) => value === null))).toBe(true);
    expect(Math.abs(missing.length / values.length - 0.015)).toBeLessThan(0.003);
  });

  it('has a few restaurants on one platform only', () => {
    const names = restaurantNames(RESTAURANTS);
    const single = names.filter((name, index) => [0, 1].includes(createRestaurant(seed, index, name).grabShare));
    expect(single.length).toBeGreaterThanOrEqual(2);
    expect(single.length).toBeLessThanOrEqual(7);
  });

  it('sells Rp 0.4 to 16 million in 2 to 90 orders a day, about Rp 150 million all together', () => {
    const usual = (sample: Sample) =>
      salesOf(sample) >= 4e5 && salesOf(sample) <= 16e6 && ordersOf(sample) >= 2 && ordersOf(sample) <= 90;
    expect(share(open, usual)).toBeGreaterThan(0.999);
    expect(maximum(open.map(salesOf))).toBeGreaterThan(8e6);
    const lastMonth = year.filter(({ number }) => number > toDayNumber(toDay('2026-11-22')) - 30);
    expect(Math.abs(sum(lastMonth.map(salesOf)) / 30 - 150e6)).toBeLessThan(15e6);
  });

  it('has an average check of Rp 90,000 to 330,000 on each platform', () => {
    const checks = open.flatMap(({ figures }) =>
      PLATFORMS.filter((platform) => figures[`${platform}Orders`]).map(
        (platform) => (figures[`${platform}Sales`] ?? 0) / 100 / (figures[`${platform}Orders`] ?? 0),
      ),
    );
    expect(minimum(checks)).toBeGreaterThan(90_000);
    expect(maximum(checks)).toBeLessThan(330_000);
  });

  it('advertises on two thirds of the days, for up to 8% of the sales, with a ROAS of 2 to 12 and up to 50', () => {
    const spent = open.filter(({ figures }) => (figures.grabAdsSpend ?? 0) + (figures.gojekAdsSpend ?? 0) > 0);
    expect(Math.abs(spent.length / open.length - 2 / 3)).toBeLessThan(0.02);
    const ads = (platform: Platform) =>
      spent
        .map(({ figures }) => ({
          sales: figures[`${platform}Sales`] ?? 0,
          spend: figures[`${platform}AdsSpend`] ?? 0,
          brought: figures[`${platform}AdsSales`] ?? 0,
        }))
        .filter(({ spend }) => spend > 0);
    const all = [...ads('grab'), ...ads('gojek')];
    expect(all.filter(({ sales, spend, brought }) => spend > sales * 0.08 || brought > sales)).toEqual([]);
    const roas = (platform: Platform) => ads(platform).map(({ spend, brought }) => brought / spend);
    expect(minimum([...roas('grab'), ...roas('gojek')])).toBeGreaterThan(2);
    expect(maximum(roas('grab'))).toBeLessThan(12);
    expect(maximum(roas('gojek'))).toBeGreaterThan(40);
    expect(maximum(roas('gojek'))).toBeLessThan(50);
  });

  it('places 1 to 8 fake orders on one day in sixteen', () => {
    const fakes = open.map(({ figures }) => (figures.grabFakeOrders ?? 0) + (figures.gojekFakeOrders ?? 0));
    expect(Math.abs(share(fakes, (count) => count > 0) - 1 / 16)).toBeLessThan(0.01);
    expect(new Set(fakes)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8]));
  });

  it('never counts more customers or fake orders than orders', () => {
    const sound = year.filter(({ figures }) =>
      PLATFORMS.every((platform) => {
        const orders = figures[`${platform}Orders`] ?? 0;
        const returning = platform === 'grab' ? figures.grabRepeatedCustomers : figures.gojekReturnedCustomers;
        const fresh = figures[`${platform}NewCustomers`] ?? 0;
        return (
          (figures[`${platform}FakeOrders`] ?? 0) <= orders && fresh <= orders / 2 && fresh + (returning ?? 0) <= orders
        );
      }),
    );
    expect(sound.length).toBe(year.length);
  });

  it('gives whole, non-negative figures with a fraction of a rupiah now and then', () => {
    const figures = year
      .flatMap((sample) => METRICS.map(({ name }) => sample.figures[name]))
      .filter((value) => value !== null);
    expect(figures.every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true);
    const fractional = share(open, (sample) => (sample.figures.grabSales ?? 0) % 100 > 0);
    expect(fractional).toBeGreaterThan(0.05);
    expect(fractional).toBeLessThan(0.15);
  });

  it('sells about 15% more at weekends', () => {
    const weekend = open.filter(({ number }) => [2, 3].includes(number % 7)); // 1970-01-03, a Saturday, is day 2
    const week = open.filter(({ number }) => ![2, 3].includes(number % 7));
    expect(Math.abs(mean(weekend.map(salesOf)) / mean(week.map(salesOf)) - 1.15)).toBeLessThan(0.025);
  });

  it('follows the seasons, the growth and Nyepi', () => {
    const daily = (from: string, to: string) => mean(sampleOf(seed, from, to).map(salesOf));
    expect(daily('2026-07-01', '2026-08-31') / daily('2026-02-01', '2026-03-15')).toBeGreaterThan(1.15);
    expect(daily('2025-12-20', '2026-01-03') / daily('2025-11-20', '2025-12-15')).toBeGreaterThan(1.1);
    expect(daily('2026-10-01', '2026-10-31') / daily('2024-10-01', '2024-10-31')).toBeGreaterThan(1.05);
    for (const silence of ['2025-03-29', '2026-03-19', '2027-03-08']) {
      const samples = sampleOf(seed, silence, silence);
      expect(samples.length).toBeGreaterThan(50);
      expect(maximum(samples.map(ordersOf))).toBeLessThanOrEqual(3);
      expect(share(samples, (sample) => ordersOf(sample) === 0)).toBeGreaterThan(0.8);
    }
  });

  it('corrects many values in every collection and never removes a report', () => {
    for (const revision of [1, 2, 3, 9]) {
      const before = sampleOf(seed, '2026-11-20', '2026-11-22', revision - 1);
      const after = sampleOf(seed, '2026-11-20', '2026-11-22', revision);
      expect(after.length).toBe(before.length);
      const pairs = before.map(({ restaurant, figures }, at) => ({
        id: restaurant.id,
        was: figures,
        is: after[at]?.figures,
      }));
      const changed = pairs.filter(({ was, is }) => METRICS.some(({ name }) => was[name] !== is?.[name]));
      expect(new Set(changed.map(({ id }) => id)).size).toBeGreaterThan(40);
      expect(
        pairs.filter(({ was, is }) => METRICS.some(({ name }) => was[name] !== null && is?.[name] === null)),
      ).toEqual([]);
    }
  });
});

it('dayFigures depends only on seed, restaurant, day and revision', () => {
  expect(sampleOf(7, '2026-10-01', '2026-10-31')).toEqual(sampleOf(7, '2026-10-01', '2026-10-31'));
  const [one, other] = [sampleOf(7, '2026-10-01', '2026-10-31'), sampleOf(8, '2026-10-01', '2026-10-31')];
  expect(sum(one.map(salesOf))).not.toBe(sum(other.map(salesOf)));
});

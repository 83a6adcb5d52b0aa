import { clamp } from './random.js';
import type { Platform } from '../../domain/index.js';

/** The figures of one platform and day. Money is in sen. */
export interface PlatformFigures {
  readonly sales: number;
  readonly orders: number;
  readonly adsSpend: number;
  readonly adsSales: number;
  readonly newCustomers: number;
  readonly returningCustomers: number;
  fakeOrders: number;
}

/** Returns a platform's figures for `orders` orders of about `dayCheck` rupiah each. The caller adds fake orders. */
export function platformFigures(
  platform: Platform,
  orders: number,
  dayCheck: number,
  advertised: boolean,
  draw: () => number,
): PlatformFigures {
  const check = clamp(dayCheck * (0.94 + 0.12 * draw()), 92_000, 325_000);
  const sales = toSen(orders * check, draw);
  const spendShare = 0.005 + 0.074 * draw() ** 2;
  const roas = platform === 'grab' ? 2.1 + 9.7 * draw() : 2.1 + 47 * draw() ** 2.5;
  const adsSpend = advertised ? toSen((sales / 100) * spendShare, draw) : 0;
  const newCustomers = Math.floor(orders * (0.08 + 0.42 * draw()));
  return {
    sales,
    orders,
    adsSpend,
    // Sales from ads cannot exceed all sales.
    adsSales: advertised ? Math.min(toSen((adsSpend / 100) * roas, draw), Math.floor(sales * 0.85)) : 0,
    newCustomers,
    returningCustomers: Math.floor((orders - newCustomers) * (0.3 + 0.65 * draw())),
    fakeOrders: 0,
  };
}

/** Returns rupiah as sen, rounded to fifty rupiah. One price in ten has a fraction, as after a discount. */
function toSen(rupiah: number, draw: () => number): number {
  const whole = Math.round(rupiah / 50) * 5000;
  const fraction = draw();
  return fraction < 0.1 && whole > 0 ? whole + 1 + Math.floor(fraction * 980) : whole;
}

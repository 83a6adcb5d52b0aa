import { mapFigures, type FigureKind, type Figures, type PlatformFigures } from './figures.js';
import { toRupiah } from './money.js';

const PLATFORM_FIGURE_KINDS: Readonly<Record<keyof PlatformFigures, FigureKind>> = {
  sales: 'money',
  orders: 'count',
  averageCheck: 'money',
  adsSpend: 'money',
  adsSales: 'money',
  roas: 'ratio',
  adShare: 'ratio',
  newCustomers: 'count',
  returningCustomers: 'count',
  fakeOrders: 'count',
};

/** Returns one figure in the unit of the API: rupiah with at most two decimals for money, the same number for the others. */
export function toFigureDto(value: number | null, kind: FigureKind): number | null {
  return value !== null && kind === 'money' ? toRupiah(value) : value;
}

/** Returns all figures in the units of the API. See {@link toFigureDto}. */
export function toFiguresDto(figures: Figures): Figures {
  return mapFigures((name, kind) => toFigureDto(figures[name], kind));
}

/** Returns one row of the platform table in the units of the API. See {@link toFigureDto}. */
export function toPlatformFiguresDto(figures: PlatformFigures): PlatformFigures {
  const result = {} as Record<keyof PlatformFigures, number | null>;
  for (const name of Object.keys(PLATFORM_FIGURE_KINDS) as (keyof PlatformFigures)[]) {
    result[name] = toFigureDto(figures[name], PLATFORM_FIGURE_KINDS[name]);
  }
  return result;
}

import type { WordKey } from '../words/words.js';
import type { FigureName, PlatformFigures } from '../../domain/index.js';

/** How a figure is written. A `percent` is a fraction. */
export type FigureUnit = 'money' | 'count' | 'percent';

interface ReportFigure<Name> {
  readonly name: Name;
  readonly label: WordKey;
  readonly unit: FigureUnit;
}

/** The key figures of a report, in their order. */
export const KEY_FIGURES: readonly ReportFigure<FigureName>[] = [
  { name: 'totalSales', label: 'sales', unit: 'money' },
  { name: 'totalOrders', label: 'orders', unit: 'count' },
  { name: 'averageCheck', label: 'averageCheck', unit: 'money' },
  { name: 'adsSpend', label: 'adsSpend', unit: 'money' },
  { name: 'adsSales', label: 'adsSales', unit: 'money' },
  { name: 'adShare', label: 'adShare', unit: 'percent' },
  { name: 'newCustomers', label: 'newCustomers', unit: 'count' },
];

/** The figures of a platform, in their order. */
export const PLATFORM_FIGURES: readonly ReportFigure<keyof PlatformFigures>[] = [
  { name: 'sales', label: 'sales', unit: 'money' },
  { name: 'orders', label: 'orders', unit: 'count' },
  { name: 'averageCheck', label: 'averageCheck', unit: 'money' },
  { name: 'adsSpend', label: 'adsSpend', unit: 'money' },
  { name: 'adsSales', label: 'adsSales', unit: 'money' },
  { name: 'newCustomers', label: 'newCustomers', unit: 'count' },
];

/** The names are the same in every language. */
export const PLATFORM_NAMES = { grab: 'Grab', gojek: 'GoJek' } as const;

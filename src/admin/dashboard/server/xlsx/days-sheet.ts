import type { FileTexts } from './file-texts.js';
import { numberCell } from './list-sheet.js';
import type { Cell, Sheet } from '../../../../platform/xlsx/index.js';
import { METRICS, type MetricKind } from '../../../../domain/index.js';
import type { ExportQuery, ExportRows } from '../../../../stats/index.js';

type MetricField = (typeof METRICS)[number]['field'];

/** The names of the metrics among the figures of the dashboard. */
const FIGURE_OF_FIELD = {
  sales: 'totalSales',
  orders: 'totalOrders',
  adsSpend: 'adsSpend',
  adsSales: 'adsSales',
  newCustomers: 'newCustomers',
  repeatedCustomers: 'returning',
  returnedCustomers: 'returning',
  fakeOrders: 'fakeOrders',
} as const satisfies Record<MetricField, keyof FileTexts['dashboard']['figures']>;

interface DayColumn {
  readonly heading: string;
  readonly kind: MetricKind;
  /** The position among the cells of a day. */
  readonly position: number;
}

/** Returns the sheet with every day of every listed restaurant. */
export function createDaysSheet({ days }: ExportRows, platform: ExportQuery['platform'], texts: FileTexts): Sheet {
  const columns = listColumns(platform, texts);
  const { files } = texts;
  return {
    name: files.days,
    columnWidths: [36, 14, ...columns.map(() => 18), 50],
    frozenRows: 1,
    rows: writeRows(days, columns, files),
  };
}

async function* writeRows(
  clients: ExportRows['days'],
  columns: readonly DayColumn[],
  files: FileTexts['files'],
): AsyncGenerator<readonly Cell[]> {
  const headings = [files.restaurant, files.day, ...columns.map(({ heading }) => heading), files.notes];
  yield headings.map((value): Cell => ({ kind: 'heading', value }));
  for await (const { name, days } of clients) {
    for (const { date, cells, notes } of days) {
      yield [
        { kind: 'text', value: name },
        { kind: 'day', value: date },
        ...columns.map(({ kind, position }) => numberCell(kind, cells[position] ?? null)),
        notes === null ? null : { kind: 'text', value: notes },
      ];
    }
  }
}

/** Returns the metrics of the platforms that are shown, then the totals where both are. */
function listColumns(platform: ExportQuery['platform'], { dashboard }: FileTexts): DayColumn[] {
  const { figures, platforms } = dashboard;
  const metrics = METRICS.flatMap((metric, position) =>
    platform === 'all' || platform === metric.platform
      ? [
          {
            heading: `${platforms[metric.platform]}: ${figures[FIGURE_OF_FIELD[metric.field]]}`,
            kind: metric.kind,
            position,
          },
        ]
      : [],
  );
  const totals: DayColumn[] = [
    { heading: `${platforms.total}: ${figures.totalSales}`, kind: 'money', position: METRICS.length },
    { heading: `${platforms.total}: ${figures.totalOrders}`, kind: 'count', position: METRICS.length + 1 },
  ];
  return platform === 'all' ? [...metrics, ...totals] : metrics;
}

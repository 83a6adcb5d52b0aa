import type { FileTexts } from './file-texts.js';
import type { Cell, CellKind, Sheet } from '../../../../platform/xlsx/index.js';
import { FIGURES, type FigureName } from '../../../../domain/index.js';
import type { ClientExtras, ExportRows } from '../../../../stats/index.js';

type Row = ExportRows['list']['clients'][number];

/** The figures of the list, in the order in which the dashboard offers them. */
const LIST_FIGURES = [
  'totalSales',
  'totalOrders',
  'newCustomers',
  'averageCheck',
  'adsSpend',
  'adsSales',
  'roas',
  'adShare',
  'fakeOrders',
] as const satisfies readonly FigureName[];

/** Returns the kind of cell that shows a figure. */
function kindOf(name: FigureName): 'money' | 'count' | 'ratio' | 'percent' {
  if (name === 'adShare') return 'percent';
  return FIGURES.find((figure) => figure.name === name)?.kind ?? 'ratio';
}

/** Returns a cell with a number, or an empty one. */
export function numberCell(kind: Exclude<CellKind, 'text' | 'heading' | 'day'>, value: number | null): Cell {
  return value === null ? null : { kind, value };
}

/** Returns the sheet of the ranked list: its columns are those of the dashboard, each figure with the change that the dashboard shows. */
export function createListSheet(
  { list: { clients, comparePeriod }, extras }: Pick<ExportRows, 'list' | 'extras'>,
  { dashboard, files }: FileTexts,
): Sheet {
  const { figures } = dashboard;
  const deltas = [figures.totalSalesDeltaPercent, figures.totalSalesDelta, files.matched, files.matchedOf];
  const headings = [
    ...[files.rank, files.restaurant, files.status],
    ...LIST_FIGURES.map((name) => figures[name]),
    ...[figures.coverage, files.daysExpected],
    ...(comparePeriod ? deltas : []),
    ...[files.monthlyTarget, files.putAsideUntil],
  ];
  return {
    name: files.list,
    columnWidths: headings.map((_, index) => (index === 0 ? 6 : index === 1 ? 36 : 18)),
    frozenRows: 1,
    rows: [
      headings.map((value): Cell => ({ kind: 'heading', value })),
      ...clients.map((client, index) => [
        ...toRow(client, index + 1, comparePeriod !== null, dashboard.status),
        ...toExtraCells(extras.get(client.id)),
      ]),
    ],
  };
}

function toExtraCells(extra: ClientExtras | undefined): readonly Cell[] {
  const until = extra?.putAsideUntil ?? null;
  return [numberCell('money', extra?.monthlyTarget ?? null), until === null ? null : { kind: 'day', value: until }];
}

function toRow(
  client: Row,
  rank: number,
  hasComparison: boolean,
  statuses: FileTexts['dashboard']['status'],
): readonly Cell[] {
  const { coverage, delta, totalSalesDelta, matched } = client;
  const deltas = [
    numberCell('percent', delta.totalSales),
    numberCell('money', totalSalesDelta),
    numberCell('count', matched?.pairs ?? null),
    numberCell('count', matched?.of ?? null),
  ];
  return [
    numberCell('count', rank),
    { kind: 'text', value: client.name },
    { kind: 'text', value: statuses[client.archivedAt === null ? client.status : 'archived'] },
    ...LIST_FIGURES.map((name) => numberCell(kindOf(name), client[name])),
    numberCell('count', coverage.days),
    numberCell('count', coverage.expected),
    ...(hasComparison ? deltas : []),
  ];
}

import type { FileTexts } from './file-texts.js';
import type { Cell, Sheet } from '../../../../platform/xlsx/index.js';
import type { ExportQuery, ExportRows } from '../../../../stats/index.js';
import { PLATFORMS } from '../../../../domain/index.js';

/** Returns the sheet that says what the numbers of the file are: period, comparison, filters and age. */
export function createAboutSheet(
  list: ExportRows['list'],
  query: ExportQuery,
  createdAt: Date,
  texts: FileTexts,
): Sheet {
  const { files, dashboard, format } = texts;
  const { contents } = files;
  const { dataThrough } = list.freshness;
  const lines: readonly (readonly [label: string, value: string])[] = [
    [contents.period, format.period(list.period)],
    [contents.comparison, list.comparePeriod ? format.period(list.comparePeriod) : contents.noComparison],
    [contents.platform, query.platform === 'all' ? dashboard.platform.all : dashboard.platforms[query.platform]],
    [contents.fakeOrders, query.excludeFake ? contents.withoutFake : contents.withFake],
    ...(query.status ? [[files.status, dashboard.statuses[query.status]] as const] : []),
    ...(query.search ? [[contents.search, query.search] as const] : []),
    ...PLATFORMS.map((platform) => {
      const day = dataThrough[platform];
      return [
        `${contents.dataThrough}: ${dashboard.platforms[platform]}`,
        day ? format.day(day) : contents.neverReported,
      ] as const;
    }),
    [contents.created, format.instant(createdAt.toISOString())],
  ];
  const rows: Cell[][] = lines.map(([label, value]) => [
    { kind: 'heading', value: label },
    { kind: 'text', value },
  ]);
  const notes = [contents.money, ...(list.comparePeriod ? [contents.delta] : [])];
  return {
    name: files.about,
    columnWidths: [24, 60],
    frozenRows: 0,
    rows: [...rows, [], ...notes.map((value): Cell[] => [{ kind: 'text', value }])],
  };
}

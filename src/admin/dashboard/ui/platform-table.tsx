/** @jsxImportSource preact */
import type { PlatformLines } from '../../../stats/client-page.service.js';
import type { FigureKind, PlatformFigures } from '../../../stats/figures.js';
import { NOTHING } from '../shared/format.js';
import type { DashboardWords } from '../../locales/en/dashboard.js';
import { useLook } from './look.js';

type Line = keyof PlatformFigures;

const LINES: readonly {
  readonly line: Line;
  readonly word: keyof DashboardWords['figures'];
  readonly kind: FigureKind | 'percent';
}[] = [
  { line: 'sales', word: 'totalSales', kind: 'money' },
  { line: 'orders', word: 'totalOrders', kind: 'count' },
  { line: 'averageCheck', word: 'averageCheck', kind: 'money' },
  { line: 'adsSpend', word: 'adsSpend', kind: 'money' },
  { line: 'adsSales', word: 'adsSales', kind: 'money' },
  { line: 'roas', word: 'roas', kind: 'ratio' },
  { line: 'adShare', word: 'adShare', kind: 'percent' },
  { line: 'newCustomers', word: 'newCustomers', kind: 'count' },
  { line: 'returningCustomers', word: 'returning', kind: 'count' },
  { line: 'fakeOrders', word: 'fakeOrders', kind: 'count' },
];
/** These do not exist, rather than being unknown, when what they divide by is zero. */
const QUOTIENTS: ReadonlySet<Line> = new Set(['averageCheck', 'roas', 'adShare']);
const COLUMNS = ['grab', 'gojek', 'total'] as const;

/** Grab, GoJek and both together, line by line. */
export function PlatformTable({ platforms }: { platforms: PlatformLines }) {
  const { words, format } = useLook();
  return (
    <div class="scroll" role="region" aria-label={words.table.label} tabIndex={0}>
      <table class="platforms" data-testid="platform-table">
        <caption>{words.table.label}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden">{words.table.metric}</span>
            </th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {words.platforms[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {LINES.map(({ line, word, kind }) => (
            <tr key={line}>
              <th scope="row">{words.figures[word]}</th>
              {COLUMNS.map((column) => {
                const value = platforms[column][line];
                const exact = value !== null && kind === 'money' ? format.exactMoney(value) : undefined;
                return (
                  <td
                    key={column}
                    data-platform={column}
                    data-figure={line}
                    data-value={value ?? undefined}
                    title={exact}
                  >
                    {value !== null && format.figure(value, kind)}
                    {value === null && (
                      <span class="none">
                        {QUOTIENTS.has(line) && platforms[column].sales !== null ? NOTHING : words.table.noData}
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

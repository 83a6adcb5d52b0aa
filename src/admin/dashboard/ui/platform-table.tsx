/** @jsxImportSource preact */
import { NOTHING } from '../../i18n/locale-formatter.js';
import { useI18n } from './i18n-context.js';
import { Delta } from './delta.js';
import { Definition, type DefinedFigure } from './definition.js';
import type { Model } from '../shared/model.js';
import type { ClientPage } from '../../../stats/index.js';
import type { FigureKind, PlatformFigures } from '../../../domain/index.js';

type Figure = keyof PlatformFigures;

const ROWS: readonly {
  readonly figure: Figure;
  readonly label: DefinedFigure;
  readonly kind: FigureKind | 'percent';
}[] = [
  { figure: 'sales', label: 'totalSales', kind: 'money' },
  { figure: 'orders', label: 'totalOrders', kind: 'count' },
  { figure: 'averageCheck', label: 'averageCheck', kind: 'money' },
  { figure: 'adsSpend', label: 'adsSpend', kind: 'money' },
  { figure: 'adsSales', label: 'adsSales', kind: 'money' },
  { figure: 'roas', label: 'roas', kind: 'ratio' },
  { figure: 'adShare', label: 'adShare', kind: 'percent' },
  { figure: 'newCustomers', label: 'newCustomers', kind: 'count' },
  { figure: 'returningCustomers', label: 'returning', kind: 'count' },
  { figure: 'fakeOrders', label: 'fakeOrders', kind: 'count' },
];
/** Figures that do not exist when their denominator is zero, which is not the same as no data. */
const QUOTIENTS: ReadonlySet<Figure> = new Set(['averageCheck', 'roas', 'adShare']);
/** Figures of which more is neither good nor bad. */
const NEUTRAL: ReadonlySet<Figure> = new Set(['adsSpend', 'adShare', 'fakeOrders']);
const COLUMNS = ['grab', 'gojek', 'total'] as const;

/** The figures of Grab, of GoJek and of both together, one figure a row, each with its value in the comparison and its delta. */
export function PlatformTable({ model: { shown }, page }: { model: Model; page: ClientPage }) {
  const { messages, format, t } = useI18n();
  const { platforms, compare } = page;
  const columns = shown.platform === 'all' ? COLUMNS : [shown.platform];
  return (
    <div class="scroll" role="region" aria-label={messages.table.label} tabIndex={0}>
      <table class="platforms" data-testid="platform-table">
        <caption>{messages.table.label}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden">{messages.table.metric}</span>
            </th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {messages.platforms[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ figure, label, kind }) => (
            <tr key={figure}>
              <th scope="row">
                {messages.figures[label]} <Definition of={label} />
              </th>
              {columns.map((column) => {
                const value = platforms[column][figure];
                const before = compare?.platforms[column][figure] ?? null;
                const exact = value !== null && kind === 'money' ? format.exactMoney(value) : undefined;
                return (
                  <td
                    key={column}
                    data-platform={column}
                    data-figure={figure}
                    data-value={value ?? undefined}
                    title={exact}
                  >
                    {value !== null && format.figure(value, kind)}
                    {value === null && (
                      <span class="none">
                        {QUOTIENTS.has(figure) && platforms[column].sales !== null ? NOTHING : messages.table.noData}
                      </span>
                    )}
                    {compare && value !== null && (
                      <small class="compared">
                        {before !== null && t(messages.table.compared, { value: format.figure(before, kind) })}{' '}
                        <Delta
                          delta={platforms[column].delta[figure]}
                          matched={platforms[column].matched}
                          neutral={NEUTRAL.has(figure)}
                        />
                      </small>
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

/** @jsxImportSource preact */
import { CoverageBadge, Delta } from './delta.js';
import { Definition } from './definition.js';
import { useI18n } from './i18n-context.js';
import type { Coverage, Figures, FigureKind, FigureName, Matched, Period } from '../../../domain/index.js';

const CARDS: readonly { readonly id: string; readonly figure: FigureName & KpiName; readonly kind: FigureKind }[] = [
  { id: 'kpi-orders', figure: 'totalOrders', kind: 'count' },
  { id: 'kpi-sales', figure: 'totalSales', kind: 'money' },
  { id: 'kpi-customers', figure: 'newCustomers', kind: 'count' },
  { id: 'kpi-average-check', figure: 'averageCheck', kind: 'money' },
];
type KpiName = 'totalOrders' | 'totalSales' | 'newCustomers' | 'averageCheck';

interface KpisProps {
  /** Null for all listed clients together. */
  readonly clientId: number | null;
  readonly figures: Figures & { readonly delta: Figures; readonly matched: Matched | null };
  readonly comparison: Figures | null;
  readonly comparePeriod: Period | null;
  /** Null where the page says elsewhere what is missing. */
  readonly coverage: Coverage | null;
}

/** The four main figures, each with its delta and its exact value. */
export function Kpis({ clientId, figures, comparison, comparePeriod, coverage }: KpisProps) {
  const { messages, format, t } = useI18n();
  const exact = (value: number, kind: FigureKind) =>
    kind === 'money' ? format.exactMoney(value) : format.count(value);
  return (
    <div class="kpis">
      {CARDS.map(({ id, figure, kind }) => {
        const value = figures[figure];
        const comparedValue = comparison?.[figure] ?? null;
        return (
          <section
            key={id}
            class="kpi"
            data-testid={id}
            data-client-id={clientId ?? ''}
            data-value={value ?? undefined}
            title={value === null ? undefined : t(messages.kpi.exact, { value: exact(value, kind) })}
          >
            <h2>
              {messages.figures[figure]} <Definition of={figure} />
            </h2>
            <p class="figure">
              {value === null ? <span class="none">{messages.kpi.noData}</span> : format.figure(value, kind)}
            </p>
            <p class="hidden">{value === null ? '' : t(messages.kpi.exact, { value: exact(value, kind) })}</p>
            {comparePeriod && (
              <p class="against">
                <Delta delta={figures.delta[figure]} matched={figures.matched} />
                {comparedValue !== null && (
                  <small
                    title={t(messages.kpi.comparisonValue, {
                      value: exact(comparedValue, kind),
                      period: format.period(comparePeriod),
                    })}
                  >
                    {format.figure(comparedValue, kind)}
                  </small>
                )}
              </p>
            )}
            {coverage && (
              <p class="badges">
                <CoverageBadge coverage={coverage} />
              </p>
            )}
          </section>
        );
      })}
    </div>
  );
}

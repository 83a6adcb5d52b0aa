/** @jsxImportSource preact */
import type { Coverage } from '../../../stats/coverage.js';
import type { Figures, FigureKind, FigureName } from '../../../stats/figures.js';
import type { Period } from '../../../stats/period.js';
import { Change, CoverageBadge, ThenBadge } from './change.js';
import { useLook } from './look.js';

const CARDS: readonly { readonly id: string; readonly figure: FigureName & KpiName; readonly kind: FigureKind }[] = [
  { id: 'kpi-orders', figure: 'totalOrders', kind: 'count' },
  { id: 'kpi-sales', figure: 'totalSales', kind: 'money' },
  { id: 'kpi-customers', figure: 'newCustomers', kind: 'count' },
  { id: 'kpi-average-check', figure: 'averageCheck', kind: 'money' },
];
type KpiName = 'totalOrders' | 'totalSales' | 'newCustomers' | 'averageCheck';

interface KpisProps {
  /** Null: all the listed clients together. */
  readonly clientId: number | null;
  readonly figures: Figures & { readonly delta: Figures };
  readonly then: Figures | null;
  readonly comparePeriod: Period | null;
  readonly coverage: Coverage;
  /** Days of the comparison on which anything was reported. */
  readonly comparedDays: number | null;
}

/** The four figures everybody asks for first, each with its change and the exact number. */
export function Kpis({ clientId, figures, then, comparePeriod, coverage, comparedDays }: KpisProps) {
  const { words, format } = useLook();
  const exact = (value: number, kind: FigureKind) =>
    kind === 'money' ? format.exactMoney(value) : format.count(value);
  return (
    <div class="kpis">
      {CARDS.map(({ id, figure, kind }) => {
        const value = figures[figure];
        const before = then?.[figure] ?? null;
        return (
          <section
            key={id}
            class="kpi"
            data-testid={id}
            data-client-id={clientId ?? ''}
            data-value={value ?? undefined}
            title={value === null ? undefined : words.kpi.exact(exact(value, kind))}
          >
            <h3>{words.figures[figure]}</h3>
            <p class="figure">
              {value === null ? <span class="none">{words.kpi.noData}</span> : format.figure(value, kind)}
            </p>
            <p class="hidden">{value === null ? '' : words.kpi.exact(exact(value, kind))}</p>
            {comparePeriod && (
              <p class="against">
                <Change delta={figures.delta[figure]} />
                {before !== null && (
                  <small title={words.kpi.then(exact(before, kind), format.period(comparePeriod))}>
                    {format.figure(before, kind)}
                  </small>
                )}
              </p>
            )}
            <p class="badges">
              <CoverageBadge coverage={coverage} />
              <ThenBadge comparedDays={comparedDays} expected={coverage.expected} />
            </p>
          </section>
        );
      })}
    </div>
  );
}

/** @jsxImportSource preact */
import type { Coverage } from '../../../stats/coverage.js';
import type { Figures, FigureKind, FigureName } from '../../../stats/figures.js';
import type { Period } from '../../../stats/period.js';
import { Change, CoverageBadge } from './change.js';
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
  readonly thenCoverage: Coverage | null;
}

/** The four figures everybody asks for first, each with its change and the exact number. */
export function Kpis({ clientId, figures, then, comparePeriod, coverage, thenCoverage }: KpisProps) {
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
              {thenCoverage && <ThenBadge coverage={thenCoverage} />}
            </p>
          </section>
        );
      })}
    </div>
  );
}

/** The same for the period that is compared with: its missing days distort the change as much. */
function ThenBadge({ coverage }: { coverage: Coverage }) {
  const { words } = useLook();
  if (coverage.days >= coverage.expected) return null;
  return (
    <span class="badge pale" title={words.kpi.partialHint(coverage.days, coverage.expected)}>
      {words.kpi.partialThen(coverage.days, coverage.expected)}
    </span>
  );
}

/** @jsxImportSource preact */
import { hasAllRows, type Model } from '../shared/model.js';
import { AttentionCard } from './attention/attention-card.js';
import { Card, CardEntry } from './card.js';
import { CoverageBadge, Delta } from './delta.js';
import { IntervalChoice } from './choice.js';
import { Facts } from './facts.js';
import { SalesChart } from './charts/sales-chart.js';
import { Kpis } from './kpis.js';
import { addressOf, useI18n } from './i18n-context.js';

const MAX_MOVERS = 5;
const MAX_LISTED = 8;

/** All listed restaurants together: totals, sales by day, the largest deltas, days without data, who needs attention. */
export function Portfolio({ model }: { model: Model }) {
  const { messages } = useI18n();
  const { board } = model;
  return (
    <>
      <Kpis
        clientId={null}
        figures={board.totals}
        comparison={null}
        comparePeriod={board.comparePeriod}
        coverage={null}
      />
      <Facts model={model} />
      <IntervalChoice model={model} />
      <SalesChart model={model} />
      <div class="cards">
        {board.freshness.state === 'copying' ? (
          <p class="muted">{messages.portfolio.afterFirstCopy}</p>
        ) : (
          <AttentionCard model={model} />
        )}
        {board.freshness.state === 'copying' ? null : hasAllRows(board) ? (
          <>
            <Gaps model={model} />
            <Movers model={model} title={messages.portfolio.up} testid="movers-up" sign={1} />
            <Movers model={model} title={messages.portfolio.down} testid="movers-down" sign={-1} />
          </>
        ) : (
          // These cards need every row, and a long list has only its first rows here.
          <p class="muted">{messages.list.loadingRest}</p>
        )}
      </div>
    </>
  );
}

function Movers({ model, title, testid, sign }: { model: Model; title: string; testid: string; sign: 1 | -1 }) {
  const { messages, format } = useI18n();
  const movers = model.board.rows
    .filter((row) => row.delta !== null && sign * row.delta > 0)
    .sort((a, b) => sign * ((b.totalSalesDelta ?? 0) - (a.totalSalesDelta ?? 0)))
    .slice(0, MAX_MOVERS);
  return (
    <Card title={title} testid={testid}>
      {model.board.comparePeriod === null && <p class="muted">{messages.portfolio.needCompare}</p>}
      {model.board.comparePeriod !== null && movers.length === 0 && <p class="muted">{messages.portfolio.noMovers}</p>}
      <ul>
        {movers.map((row) => (
          <CardEntry key={row.id} model={model} id={row.id} name={row.name}>
            {row.sales !== null && <span>{format.money(row.sales)}</span>} <Delta delta={row.delta} />{' '}
            <CoverageBadge coverage={row.coverage} short />
          </CardEntry>
        ))}
      </ul>
    </Card>
  );
}

function Gaps({ model }: { model: Model }) {
  const { messages, t } = useI18n();
  const { rows, period } = model.board;
  const gaps = rows
    .map((row) => ({ row, missing: row.coverage.expected - row.coverage.days }))
    .filter(({ row, missing }) => missing > 0 && row.coverage.days > 0)
    .sort((a, b) => b.missing - a.missing);
  const withoutData = rows.filter(({ coverage }) => coverage.days === 0 && coverage.expected > 0).length;
  const fewestDaysFirst = addressOf(model.state, { client: null, sort: 'coverage', reversed: true });
  return (
    <Card title={messages.portfolio.gaps} testid="gaps">
      {gaps.length === 0 && withoutData === 0 && <p class="muted">{messages.portfolio.noGaps}</p>}
      <ul>
        {gaps.slice(0, MAX_LISTED).map(({ row, missing }) => (
          <CardEntry key={row.id} model={model} id={row.id} name={row.name}>
            {t(messages.portfolio.missing, { days: missing })}
          </CardEntry>
        ))}
      </ul>
      {(gaps.length > 0 || withoutData > 0) && (
        <p>
          <a href={`/admin/gaps?from=${period.from}&to=${period.to}`} data-testid="which-days">
            {messages.portfolio.whichDays}
          </a>
        </p>
      )}
      {gaps.length > MAX_LISTED && (
        <p>
          <a href={fewestDaysFirst} data-view>
            {t(messages.portfolio.more, { count: gaps.length - MAX_LISTED })}
          </a>
        </p>
      )}
      {withoutData > 0 && (
        <p>
          <a href={fewestDaysFirst} data-view>
            {t(messages.portfolio.withoutData, { count: withoutData })}
          </a>
        </p>
      )}
    </Card>
  );
}

/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { daysOf } from '../../../stats/period.js';
import { isWhole, type Model } from '../shared/model.js';
import type { BoardRow } from '../shared/wire.js';
import { Change, CoverageBadge, ThenBadge } from './change.js';
import { Chart, type Series } from './chart.js';
import { Kpis } from './kpis.js';
import { addressOf, useLook } from './look.js';

const MOVERS = 5;
const LISTED = 8;

/** All the listed restaurants together: totals, the daily line, who moved, who has gaps, who needs attention. */
export function Portfolio({ model }: { model: Model }) {
  const { words } = useLook();
  const { board } = model;
  const series: Series[] = [{ look: 'total', label: words.chart.total, values: board.days.sales }];
  if (board.compareDays) series.unshift({ look: 'then', label: words.chart.then, values: board.compareDays.sales });
  return (
    <>
      <Kpis
        clientId={null}
        figures={board.totals}
        then={null}
        comparePeriod={board.comparePeriod}
        coverage={board.totals.coverage}
        comparedDays={board.totals.comparedDays}
      />
      <Chart
        id="chart-sales"
        title={words.portfolio.daily}
        kind="money"
        days={daysOf(board.period)}
        series={series}
        note={(index) => words.chart.reporting(board.days.reporting[index] ?? 0, board.total)}
      />
      <div class="cards">
        <Attention model={model} />
        {isWhole(board) ? (
          <>
            <Gaps model={model} />
            <Movers model={model} title={words.portfolio.up} testid="movers-up" sign={1} />
            <Movers model={model} title={words.portfolio.down} testid="movers-down" sign={-1} />
          </>
        ) : (
          // Out of some of the rows these would be wrong.
          <p class="muted">{words.list.loadingRest}</p>
        )}
      </div>
    </>
  );
}

/** What sales gained or lost in rupiah. */
function gain({ sales, delta }: BoardRow): number {
  return sales === null || delta === null || delta === -1 ? 0 : sales - sales / (1 + delta);
}

function Movers({ model, title, testid, sign }: { model: Model; title: string; testid: string; sign: 1 | -1 }) {
  const { words, format } = useLook();
  const movers = model.board.rows
    .filter((row) => sign * (row.delta ?? 0) > 0)
    .sort((a, b) => sign * (gain(b) - gain(a)))
    .slice(0, MOVERS);
  return (
    <Card title={title} testid={testid}>
      {model.board.comparePeriod === null && <p class="muted">{words.portfolio.needCompare}</p>}
      {model.board.comparePeriod !== null && movers.length === 0 && <p class="muted">{words.portfolio.nobody}</p>}
      <ul>
        {movers.map((row) => (
          <Entry key={row.id} model={model} id={row.id} name={row.name}>
            {row.sales !== null && <span>{format.money(row.sales)}</span>} <Change delta={row.delta} />{' '}
            <CoverageBadge coverage={row.coverage} short />
            <ThenBadge comparedDays={row.comparedDays} expected={row.coverage.expected} short />
          </Entry>
        ))}
      </ul>
    </Card>
  );
}

function Gaps({ model }: { model: Model }) {
  const { words } = useLook();
  const { rows, period } = model.board;
  const gaps = rows
    .map((row) => ({ row, missing: row.coverage.expected - row.coverage.days }))
    .filter(({ row, missing }) => missing > 0 && row.coverage.days > 0)
    .sort((a, b) => b.missing - a.missing);
  const silent = rows.filter(({ coverage }) => coverage.days === 0 && coverage.expected > 0).length;
  const rest = addressOf(model.state, { client: null, sort: 'coverage', reversed: true });
  return (
    <Card title={words.portfolio.gaps} testid="gaps">
      {gaps.length === 0 && silent === 0 && <p class="muted">{words.portfolio.noGaps}</p>}
      <ul>
        {gaps.slice(0, LISTED).map(({ row, missing }) => (
          <Entry key={row.id} model={model} id={row.id} name={row.name}>
            {words.portfolio.missing(missing)}
          </Entry>
        ))}
      </ul>
      {(gaps.length > 0 || silent > 0) && (
        <p>
          <a href={`/admin/gaps?from=${period.from}&to=${period.to}`} data-testid="which-days">
            {words.portfolio.whichDays}
          </a>
        </p>
      )}
      {gaps.length > LISTED && (
        <p>
          <a href={rest} data-view>
            {words.portfolio.more(gaps.length - LISTED)}
          </a>
        </p>
      )}
      {silent > 0 && (
        <p>
          <a href={rest} data-view>
            {words.portfolio.silent(silent)}
          </a>
        </p>
      )}
    </Card>
  );
}

function Attention({ model }: { model: Model }) {
  const { words, format } = useLook();
  const { period, clients } = model.attention;
  return (
    <Card title={words.portfolio.attention} testid="attention">
      <p class="muted">{words.portfolio.attentionHint(format.period(period))}</p>
      {clients.length === 0 && <p>{words.portfolio.noAttention}</p>}
      <ul>
        {clients.slice(0, LISTED).map(({ id, name, platform, sales, usual, change, days }) => (
          <Entry key={`${id} ${platform}`} model={model} id={id} name={name}>
            <span>{words.platforms[platform]}</span> <Change delta={change} />{' '}
            <small>{words.portfolio.usually(format.money(sales ?? 0), format.money(usual ?? 0))}</small>{' '}
            {days < 7 && <span class="badge">{words.portfolio.ofDays(days)}</span>}
          </Entry>
        ))}
      </ul>
      {clients.length > LISTED && <p class="muted">{words.portfolio.more(clients.length - LISTED)}</p>}
    </Card>
  );
}

function Card({ title, testid, children }: { title: string; testid: string; children: ComponentChildren }) {
  return (
    <section class="card" data-testid={testid}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Entry({ model, id, name, children }: { model: Model; id: number; name: string; children: ComponentChildren }) {
  return (
    <li data-client-id={id}>
      <a href={addressOf(model.state, { client: id })} data-view>
        <bdi>{name}</bdi>
      </a>
      <span>{children}</span>
    </li>
  );
}

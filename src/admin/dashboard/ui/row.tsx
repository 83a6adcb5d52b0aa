/** @jsxImportSource preact */
import { Component } from 'preact';
import { FIGURES } from '../../../stats/figures.js';
import type { Formatter } from '../shared/format.js';
import type { Sort } from '../shared/state.js';
import type { BoardRow } from '../shared/wire.js';
import { Change, CoverageBadge, ThenBadge } from './change.js';
import { LookContext, type Look } from './look.js';
import { Spark } from './spark.js';

interface RowProps {
  readonly row: BoardRow;
  readonly rank: number;
  readonly total: number;
  readonly href: string;
  readonly chosen: boolean;
  readonly sort: Sort;
}

/** One restaurant of the list. Drawn again only when something of it changed: there may be hundreds. */
export class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return (Object.keys(next) as (keyof RowProps)[]).some((key) => next[key] !== this.props[key]);
  }

  override render({ row, rank, total, href, chosen, sort }: RowProps) {
    return (
      <LookContext.Consumer>
        {(look) =>
          look && <Line row={row} rank={rank} total={total} href={href} chosen={chosen} sort={sort} look={look} />
        }
      </LookContext.Consumer>
    );
  }
}

function Line({ row, rank, total, href, chosen, sort, look: { words, format } }: RowProps & { look: Look }) {
  const { sales, through } = row;
  return (
    <li
      class="row"
      data-testid="client-row"
      data-client-id={row.id}
      data-client-name={row.name}
      aria-setsize={total}
      aria-posinset={rank}
    >
      <a href={href} data-view aria-current={chosen ? 'true' : undefined}>
        <span class="rank">{rank}</span>
        <span class="name" title={row.name}>
          <bdi>{row.name}</bdi>
        </span>
        {sales !== null && <Change delta={row.delta} />}
        <span class="second">
          <span
            class="sales"
            data-testid="client-sales"
            data-value={sales ?? undefined}
            title={sales === null ? undefined : format.exactMoney(sales)}
          >
            {sales !== null && format.money(sales)}
            {sales === null && <span class="none">{through === null ? words.list.noDataYet : words.list.noData}</span>}
          </span>
          <span class="tags">
            {sort !== 'totalSales' && row.value !== null && (
              <span class="by">{figureText(format, sort, row.value)}</span>
            )}
            {row.status !== 'active' && <span class="tag">{words.status[row.status]}</span>}
            {sales !== null && <CoverageBadge coverage={row.coverage} short />}
            {sales !== null && <ThenBadge comparedDays={row.comparedDays} expected={row.coverage.expected} short />}
          </span>
          <Spark spark={row.spark} />
        </span>
      </a>
    </li>
  );
}

function figureText(format: Formatter, sort: Sort, value: number): string {
  if (sort === 'adShare') return format.percent(value);
  return format.figure(value, FIGURES.find(({ name }) => name === sort)?.kind ?? 'count');
}

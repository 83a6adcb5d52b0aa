/** @jsxImportSource preact */
import { Component } from 'preact';
import type { LocaleFormatter } from '../../i18n/locale-formatter.js';
import type { Sort } from '../shared/state.js';
import type { BoardRow } from '../server/dashboard.dto.js';
import { CoverageBadge, Delta } from './delta.js';
import { I18nContext, type I18n } from './i18n-context.js';
import { Spark } from './charts/spark.js';
import { FIGURES } from '../../../domain/index.js';

interface RowProps {
  readonly row: BoardRow;
  readonly rank: number;
  readonly total: number;
  readonly href: string;
  readonly selected: boolean;
  readonly sort: Sort;
}

/** One restaurant of the list. It is drawn again only when one of its values changes, because there may be hundreds. */
export class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return (Object.keys(next) as (keyof RowProps)[]).some((key) => next[key] !== this.props[key]);
  }

  override render({ row, rank, total, href, selected, sort }: RowProps) {
    return (
      <I18nContext.Consumer>
        {(i18n) =>
          i18n && (
            <RowView row={row} rank={rank} total={total} href={href} selected={selected} sort={sort} i18n={i18n} />
          )
        }
      </I18nContext.Consumer>
    );
  }
}

function RowView({ row, rank, total, href, selected, sort, i18n: { messages, format } }: RowProps & { i18n: I18n }) {
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
      <a href={href} data-view aria-current={selected ? 'true' : undefined}>
        <span class="rank">{rank}</span>
        <span class="name" title={row.name}>
          <bdi>{row.name}</bdi>
        </span>
        {sales !== null && <Delta delta={row.delta} matched={row.matched} />}
        <span class="second">
          <span
            class="sales"
            data-testid="client-sales"
            data-value={sales ?? undefined}
            title={sales === null ? undefined : format.exactMoney(sales)}
          >
            {sales !== null && format.money(sales)}
            {sales === null && (
              <span class="none">{through === null ? messages.list.noDataYet : messages.list.noData}</span>
            )}
          </span>
          <span class="tags">
            {sort !== 'totalSales' && row.value !== null && (
              <span class="by">{formatFigure(format, sort, row.value)}</span>
            )}
            {row.status !== 'active' && <span class="tag">{messages.status[row.status]}</span>}
            {sales !== null && <CoverageBadge coverage={row.coverage} short />}
          </span>
          <Spark spark={row.spark} />
        </span>
      </a>
    </li>
  );
}

function formatFigure(format: LocaleFormatter, sort: Sort, value: number): string {
  if (sort === 'adShare') return format.percent(value);
  return format.figure(value, FIGURES.find(({ name }) => name === sort)?.kind ?? 'count');
}

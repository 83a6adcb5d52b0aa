/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks';
import { hasAllRows, type Model } from '../shared/model.js';
import { SORTS, STATUSES } from '../shared/state.js';
import type { BoardRow } from '../server/dashboard.dto.js';
import { Delta } from './delta.js';
import { addressOf, classes, useActions, useI18n } from './i18n-context.js';
import { Row } from './row.js';
import { toSearchKey } from '../../../domain/index.js';

/** A longer list draws only the rows in view and some around them. */
const MAX_ROWS_DRAWN = 400;
/** The height of a row, as in the style sheet. */
const ROW_HEIGHT_PX = 58;
const ROWS_AROUND_VIEW = 20;

const searchKeys = new WeakMap<BoardRow, string>();

function searchKeyOf(row: BoardRow): string {
  let key = searchKeys.get(row);
  if (key === undefined) searchKeys.set(row, (key = toSearchKey(row.name)));
  return key;
}

/** A row with its rank in the whole list. */
interface RankedRow {
  readonly row: BoardRow;
  readonly rank: number;
}

/** The last result by list. Each rendering needs it more than once, and a list may have thousands of rows. */
const results = new WeakMap<readonly BoardRow[], { readonly search: string; readonly found: readonly RankedRow[] }>();

/** Returns the rows whose name contains the search, with their ranks in the whole list. */
export function filterRows(rows: readonly BoardRow[], search: string): readonly RankedRow[] {
  const last = results.get(rows);
  if (last?.search === search) return last.found;
  const key = toSearchKey(search);
  const all = rows.map((row, index) => ({ row, rank: index + 1 }));
  const found = key === '' ? all : all.filter(({ row }) => searchKeyOf(row).includes(key));
  results.set(rows, { search, found });
  return found;
}

/** The ranked list of restaurants, with search, order and filter. */
export function RankedList({ model }: { model: Model }) {
  const { messages, format, t } = useI18n();
  const { state, board } = model;
  const shown = filterRows(board.rows, state.search);
  const { totals } = board;
  return (
    <aside class="list-pane" aria-label={messages.list.label}>
      <ListControls model={model} />
      <a
        class={classes('list-total', state.client === null && 'selected')}
        href={addressOf(state, { client: null })}
        data-view
      >
        <span>{messages.list.total}</span>
        <Delta delta={totals.delta.totalSales} matched={totals.matched} />
        <b>
          {totals.totalSales === null ? (
            <span class="none">{messages.list.noData}</span>
          ) : (
            format.money(totals.totalSales)
          )}
        </b>
      </a>
      <p class="muted count" aria-live="polite" data-testid="list-count">
        {state.search
          ? t(messages.list.found, { count: shown.length, total: board.total })
          : t(messages.list.all, { count: board.total })}
        {!hasAllRows(board) && ` · ${messages.list.loadingRest}`}
      </p>
      <Rows model={model} shown={shown} />
      {shown.length === 0 && <EmptyState model={model} />}
    </aside>
  );
}

function ListControls({ model: { state } }: { model: Model }) {
  const { messages } = useI18n();
  const actions = useActions();
  return (
    <div class="finder" role="search">
      <input
        type="search"
        data-testid="search"
        placeholder={messages.list.searchHint}
        aria-label={messages.list.search}
        aria-keyshortcuts="/"
        autocomplete="off"
        value={state.search}
        onInput={({ currentTarget }) => actions.navigate({ search: currentTarget.value }, true)}
      />
      <div class="order">
        <select
          data-testid="sort"
          aria-label={messages.list.sort}
          onChange={({ currentTarget }) => {
            const sort = SORTS.find((known) => known === currentTarget.value);
            if (sort) actions.navigate({ sort, reversed: false });
          }}
        >
          {SORTS.map((sort) => (
            <option key={sort} value={sort} selected={sort === state.sort}>
              {messages.figures[sort]}
            </option>
          ))}
        </select>
        <button
          class="quiet"
          data-testid="order"
          aria-pressed={state.reversed}
          aria-label={messages.list.reverseOrder}
          title={messages.list.reverseOrder}
          onClick={() => actions.navigate({ reversed: !state.reversed })}
        >
          {(state.sort === 'name') === state.reversed ? '↓' : '↑'}
        </button>
        <select
          data-testid="filter-status"
          aria-label={messages.list.filter}
          onChange={({ currentTarget }) =>
            actions.navigate({ status: STATUSES.find((known) => known === currentTarget.value) ?? null })
          }
        >
          <option value="" selected={state.status === null}>
            {messages.list.anyStatus}
          </option>
          {STATUSES.map((status) => (
            <option key={status} value={status} selected={status === state.status}>
              {messages.statuses[status]}
            </option>
          ))}
        </select>
      </div>
      <label>
        <input
          type="checkbox"
          data-testid="filter-mine"
          checked={state.mine}
          onChange={({ currentTarget }) => actions.navigate({ mine: currentTarget.checked })}
        />{' '}
        {messages.list.mine}
      </label>
    </div>
  );
}

function Rows({ model, shown }: { model: Model; shown: readonly RankedRow[] }) {
  const { messages } = useI18n();
  const { state, board } = model;
  const isLong = shown.length > MAX_ROWS_DRAWN;
  const { box, first, last } = useVisibleRows(isLong, shown.length);
  const { from, to } = board.period;
  return (
    <ol
      class={classes('rows', isLong && 'long')}
      ref={box}
      data-testid="ranked-list"
      data-period={`${from}..${to}`}
      aria-label={messages.list.label}
    >
      {first > 0 && <Space rows={first} />}
      {shown.slice(first, last).map(({ row, rank }) => (
        <Row
          key={row.id}
          row={row}
          rank={rank}
          total={board.total}
          href={addressOf(state, { client: row.id })}
          selected={row.id === state.client}
          sort={state.sort}
        />
      ))}
      {last < shown.length && <Space rows={shown.length - last} />}
    </ol>
  );
}

/** Returns which rows of a long list to draw: those in view and some around them; on the server the first ones. */
function useVisibleRows(isLong: boolean, count: number) {
  const box = useRef<HTMLOListElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(800);
  useEffect(() => {
    const list = box.current;
    if (!list || !isLong) return undefined;
    const measure = () => {
      setHeight(list.clientHeight);
      setTop(Math.floor(list.scrollTop / ROW_HEIGHT_PX / ROWS_AROUND_VIEW) * ROWS_AROUND_VIEW);
    };
    measure();
    list.addEventListener('scroll', measure, { passive: true });
    return () => list.removeEventListener('scroll', measure);
  }, [isLong]);
  if (!isLong) return { box, first: 0, last: count };
  const first = Math.max(0, Math.min(top - ROWS_AROUND_VIEW, count - 1));
  return { box, first, last: Math.min(count, top + Math.ceil(height / ROW_HEIGHT_PX) + 2 * ROWS_AROUND_VIEW) };
}

/** An empty block with the height of the rows that are out of view. */
function Space({ rows }: { rows: number }) {
  return (
    <li
      class="space"
      aria-hidden="true"
      ref={(element) => element?.style.setProperty('height', `${rows * ROW_HEIGHT_PX}px`)}
    />
  );
}

function EmptyState({ model: { state, board } }: { model: Model }) {
  const { messages } = useI18n();
  const actions = useActions();
  if (board.total > 0) {
    return (
      <p class="none blank">
        {messages.list.noMatch}{' '}
        <button onClick={() => actions.navigate({ search: '' })}>{messages.list.clearSearch}</button>
      </p>
    );
  }
  return (
    <p class="none blank">
      {state.mine ? messages.list.noneAssigned : state.status ? messages.list.noMatch : messages.list.empty}
    </p>
  );
}

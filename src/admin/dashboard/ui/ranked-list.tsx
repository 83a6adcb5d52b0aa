/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks';
import { searchKey } from '../../../stats/search-key.js';
import { isWhole, type Model } from '../shared/model.js';
import { SORTS, STATUSES } from '../shared/state.js';
import type { BoardRow } from '../shared/wire.js';
import { Change } from './change.js';
import { addressOf, classes, useActions, useLook } from './look.js';
import { Row } from './row.js';

/** Up to here every row is in the page; of a longer list only those in sight and some around them. */
const ALL_UP_TO = 400;
/** The height of a row in px, as in the style sheet. */
const ROW_HEIGHT = 58;
const AROUND = 20;

const keys = new WeakMap<BoardRow, string>();

function keyOf(row: BoardRow): string {
  let key = keys.get(row);
  if (key === undefined) keys.set(row, (key = searchKey(row.name)));
  return key;
}

/** A row with its place in the whole list. */
interface Placed {
  readonly row: BoardRow;
  readonly rank: number;
}

/** The last answer for a list: it is asked for more than once a picture, of thousands. */
const answers = new WeakMap<readonly BoardRow[], { readonly search: string; readonly placed: readonly Placed[] }>();

/** The rows a search finds, with their places in the whole list. */
export function found(rows: readonly BoardRow[], search: string): readonly Placed[] {
  const answer = answers.get(rows);
  if (answer?.search === search) return answer.placed;
  const wanted = searchKey(search);
  const all = rows.map((row, index) => ({ row, rank: index + 1 }));
  const placed = wanted === '' ? all : all.filter(({ row }) => keyOf(row).includes(wanted));
  answers.set(rows, { search, placed });
  return placed;
}

/** Every restaurant, ranked, with search, order and filter. */
export function RankedList({ model }: { model: Model }) {
  const { words, format } = useLook();
  const { state, board } = model;
  const shown = found(board.rows, state.search);
  const { totals } = board;
  return (
    <aside class="list-pane" aria-label={words.list.label}>
      <Finder model={model} />
      <a
        class={classes('together', state.client === null && 'chosen')}
        href={addressOf(state, { client: null })}
        data-view
      >
        <span>{words.list.total}</span>
        <Change delta={totals.delta.totalSales} />
        <b>
          {totals.totalSales === null ? <span class="none">{words.list.noData}</span> : format.money(totals.totalSales)}
        </b>
      </a>
      <p class="muted count" aria-live="polite" data-testid="list-count">
        {state.search ? words.list.found(shown.length, board.total) : words.list.all(board.total)}
        {!isWhole(board) && ` · ${words.list.loadingRest}`}
      </p>
      <Rows model={model} shown={shown} />
      {shown.length === 0 && <Nobody model={model} />}
    </aside>
  );
}

function Finder({ model: { state } }: { model: Model }) {
  const { words } = useLook();
  const actions = useActions();
  return (
    <div class="finder" role="search">
      <input
        type="search"
        data-testid="search"
        placeholder={words.list.searchHint}
        aria-label={words.list.search}
        aria-keyshortcuts="/"
        autocomplete="off"
        value={state.search}
        onInput={({ currentTarget }) => actions.go({ search: currentTarget.value }, true)}
      />
      <div class="order">
        <select
          data-testid="sort"
          aria-label={words.list.sort}
          onChange={({ currentTarget }) => {
            const sort = SORTS.find((known) => known === currentTarget.value);
            if (sort) actions.go({ sort, reversed: false });
          }}
        >
          {SORTS.map((sort) => (
            <option key={sort} value={sort} selected={sort === state.sort}>
              {words.figures[sort]}
            </option>
          ))}
        </select>
        <button
          class="quiet"
          data-testid="order"
          aria-pressed={state.reversed}
          aria-label={words.list.turnRound}
          title={words.list.turnRound}
          onClick={() => actions.go({ reversed: !state.reversed })}
        >
          {(state.sort === 'name') === state.reversed ? '↓' : '↑'}
        </button>
        <select
          data-testid="filter-status"
          aria-label={words.list.filter}
          onChange={({ currentTarget }) =>
            actions.go({ status: STATUSES.find((known) => known === currentTarget.value) ?? null })
          }
        >
          <option value="" selected={state.status === null}>
            {words.list.everyStatus}
          </option>
          {STATUSES.map((status) => (
            <option key={status} value={status} selected={status === state.status}>
              {words.statuses[status]}
            </option>
          ))}
        </select>
      </div>
      <label>
        <input
          type="checkbox"
          data-testid="filter-mine"
          checked={state.mine}
          onChange={({ currentTarget }) => actions.go({ mine: currentTarget.checked })}
        />{' '}
        {words.list.mine}
      </label>
    </div>
  );
}

function Rows({ model, shown }: { model: Model; shown: readonly Placed[] }) {
  const { words } = useLook();
  const { state, board } = model;
  const long = shown.length > ALL_UP_TO;
  const { box, first, last } = useWindow(long, shown.length);
  const { from, to } = board.period;
  return (
    <ol
      class={classes('rows', long && 'long')}
      ref={box}
      data-testid="ranked-list"
      data-period={`${from}..${to}`}
      aria-label={words.list.label}
    >
      {first > 0 && <Space rows={first} />}
      {shown.slice(first, last).map(({ row, rank }) => (
        <Row
          key={row.id}
          row={row}
          rank={rank}
          total={board.total}
          href={addressOf(state, { client: row.id })}
          chosen={row.id === state.client}
          sort={state.sort}
        />
      ))}
      {last < shown.length && <Space rows={shown.length - last} />}
    </ol>
  );
}

/** Which rows of a long list are worth drawing. Without a script the first ones are. */
function useWindow(long: boolean, count: number) {
  const box = useRef<HTMLOListElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(800);
  useEffect(() => {
    const list = box.current;
    if (!list || !long) return undefined;
    const look = () => {
      setHeight(list.clientHeight);
      setTop(Math.floor(list.scrollTop / ROW_HEIGHT / AROUND) * AROUND);
    };
    look();
    list.addEventListener('scroll', look, { passive: true });
    return () => list.removeEventListener('scroll', look);
  }, [long]);
  if (!long) return { box, first: 0, last: count };
  const first = Math.max(0, Math.min(top - AROUND, count - 1));
  return { box, first, last: Math.min(count, top + Math.ceil(height / ROW_HEIGHT) + 2 * AROUND) };
}

/** Stands for rows that are out of sight. */
function Space({ rows }: { rows: number }) {
  return (
    <li
      class="space"
      aria-hidden="true"
      ref={(element) => element?.style.setProperty('height', `${rows * ROW_HEIGHT}px`)}
    />
  );
}

function Nobody({ model: { state, board } }: { model: Model }) {
  const { words } = useLook();
  const actions = useActions();
  if (board.total > 0) {
    return (
      <p class="none blank">
        {words.list.nobody} <button onClick={() => actions.go({ search: '' })}>{words.list.clearSearch}</button>
      </p>
    );
  }
  return (
    <p class="none blank">{state.mine ? words.list.nobodyMine : state.status ? words.list.nobody : words.list.none}</p>
  );
}

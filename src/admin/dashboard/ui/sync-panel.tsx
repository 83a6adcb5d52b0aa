/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { isWhole, mayAct, type Model } from '../shared/model.js';
import { useActions, useLook } from './look.js';
import { Collection } from './collection.js';
import { found } from './ranked-list.js';
import { IncompleteList, Progress, RunResult } from './sync-run.js';

const DAYS = [30, 90, 180, 365] as const;

/** Where the copying stands; admins also start, cancel and repeat it. */
export function SyncPanel({ model }: { model: Model }) {
  const { words } = useLook();
  const { sync, desk } = model;
  const notWhole = sync.incomplete.notCopied + sync.incomplete.refused > 0;
  return (
    <section class="card sync" data-testid="sync-panel" aria-label={words.sync.title}>
      <h2>
        {words.sync.title} <small class="muted">{words.freshness.zone(model.timeZone)}</small>
      </h2>
      <Facts model={model} />
      {desk.problem !== null && (
        <p class="wrong" role="alert">
          {desk.problem}
        </p>
      )}
      {desk.notice === 'already' && <p role="status">{words.sync.already}</p>}
      {sync.activeRun ? <Progress model={model} run={sync.activeRun} /> : mayAct(model) && <StartForm model={model} />}
      <Collection model={model} />
      {!sync.activeRun && sync.lastRun && notWhole && <IncompleteList model={model} asOf={sync.lastRun.id} />}
      {!sync.activeRun && sync.lastRun && <RunResult model={model} run={sync.lastRun} />}
    </section>
  );
}

function Facts({ model: { sync } }: { model: Model }) {
  const { words, format } = useLook();
  const { lastRun, lastSuccessAt, totalRecords, earliestDate, latestDate, nextRunAt } = sync;
  const at = (iso: string | null, none: string) => (iso === null ? none : format.instant(iso));
  return (
    <dl>
      <div>
        <dt>{words.sync.last}</dt>
        <dd>
          {at(lastRun?.finishedAt ?? null, words.sync.never)}
          {lastRun && (
            <>
              {' '}
              <span class={`tag ${lastRun.status}`} data-testid="last-run" data-status={lastRun.status}>
                {words.sync.status[lastRun.status]}
              </span>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{words.sync.success}</dt>
        <dd>{at(lastSuccessAt, words.sync.never)}</dd>
      </div>
      <div>
        <dt>{words.sync.records}</dt>
        <dd data-testid="sync-records" data-value={totalRecords}>
          {format.count(totalRecords)}
        </dd>
      </div>
      <div>
        <dt>{words.sync.reach}</dt>
        <dd>{earliestDate && latestDate ? format.period({ from: earliestDate, to: latestDate }) : words.sync.never}</dd>
      </div>
      <div>
        <dt>{words.sync.next}</dt>
        <dd>{at(nextRunAt, words.sync.off)}</dd>
      </div>
    </dl>
  );
}

type Scope = 'all' | 'one' | 'shown';

function StartForm({ model }: { model: Model }) {
  const { words } = useLook();
  const actions = useActions();
  const { state, board, desk } = model;
  const [chosen, choose] = useState<Scope>('all');
  const shown = found(board.rows, state.search);
  const narrowed = (state.search !== '' || state.mine || state.status !== null) && shown.length > 0 && isWhole(board);
  const scopes: Scope[] = [
    'all',
    ...(state.client === null ? [] : ['one' as const]),
    ...(narrowed ? ['shown' as const] : []),
  ];
  const scope = scopes.includes(chosen) ? chosen : 'all';
  const labels = { all: words.sync.scopeAll, one: words.sync.scopeOne, shown: words.sync.scopeShown(shown.length) };
  const clientIds = () => {
    if (scope === 'all') return {};
    return { clientIds: scope === 'one' && state.client !== null ? [state.client] : shown.map(({ row }) => row.id) };
  };
  return (
    <form
      class="start"
      onSubmit={(event) => {
        event.preventDefault();
        const daysBack = Number(new FormData(event.currentTarget).get('days'));
        actions.startSync({ daysBack, ...clientIds() });
      }}
    >
      <label>
        {words.sync.days}{' '}
        <select name="days" data-testid="sync-days">
          {DAYS.map((days) => (
            <option key={days} value={days}>
              {words.sync.daysOption(days)}
            </option>
          ))}
        </select>
      </label>
      {scopes.length > 1 && (
        <label>
          {words.sync.scope}{' '}
          <select
            data-testid="sync-scope"
            onChange={({ currentTarget }) => choose(scopes.find((known) => known === currentTarget.value) ?? 'all')}
          >
            {scopes.map((known) => (
              <option key={known} value={known} selected={known === scope}>
                {labels[known]}
              </option>
            ))}
          </select>
        </label>
      )}
      <button class="primary" data-testid="sync-start" disabled={desk.busy}>
        {desk.busy ? words.sync.starting : words.sync.start}
      </button>
    </form>
  );
}

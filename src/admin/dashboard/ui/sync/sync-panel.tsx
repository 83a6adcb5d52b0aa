/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { translateRule } from '../../../i18n/translate-rule.js';
import { hasAllRows, mayAct, type Model } from '../../shared/model.js';
import { timeZoneName, useActions, useI18n } from '../i18n-context.js';
import { Collection } from './collection.js';
import { filterRows } from '../ranked-list.js';
import { IncompleteList, Progress, RunResult } from './sync-run.js';

const DAYS_BACK = [30, 90, 180, 365] as const;

/** The state of the sync. Admins also start, cancel and retry it here. */
export function SyncPanel({ model }: { model: Model }) {
  const { messages } = useI18n();
  const { sync, desk } = model;
  const hasIncomplete = sync.incomplete.notCopied + sync.incomplete.refused > 0;
  return (
    <section class="card sync" data-testid="sync-panel" aria-label={messages.sync.title}>
      <h2>
        {messages.sync.title} <small class="muted">{timeZoneName(messages, model.timeZone)}</small>
      </h2>
      <Facts model={model} />
      {desk.problem !== null && (
        <p class="wrong" role="alert">
          {translateRule(messages.edit.rules, desk.problem) ?? desk.problem}
        </p>
      )}
      {desk.notice === 'already' && <p role="status">{messages.sync.already}</p>}
      {sync.activeRun ? <Progress model={model} run={sync.activeRun} /> : mayAct(model) && <Start model={model} />}
      <Collection model={model} />
      {!sync.activeRun && sync.lastRun && hasIncomplete && <IncompleteList model={model} asOf={sync.lastRun.id} />}
      {!sync.activeRun && sync.lastRun && <RunResult model={model} run={sync.lastRun} />}
    </section>
  );
}

function Facts({ model: { sync } }: { model: Model }) {
  const { messages, format } = useI18n();
  const { lastRun, lastSuccessAt, totalRecords, earliestDate, latestDate, nextRunAt } = sync;
  const at = (iso: string | null, none: string) => (iso === null ? none : format.instant(iso));
  return (
    <dl>
      <div>
        <dt>{messages.sync.last}</dt>
        <dd>
          {at(lastRun?.finishedAt ?? null, messages.sync.never)}
          {lastRun && (
            <>
              {' '}
              <span class={`tag ${lastRun.status}`} data-testid="last-run" data-status={lastRun.status}>
                {messages.sync.status[lastRun.status]}
              </span>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{messages.sync.lastCompleted}</dt>
        <dd>{at(lastSuccessAt, messages.sync.never)}</dd>
      </div>
      <div>
        <dt>{messages.sync.records}</dt>
        <dd data-testid="sync-records" data-value={totalRecords}>
          {format.count(totalRecords)}
        </dd>
      </div>
      <div>
        <dt>{messages.sync.dataPeriod}</dt>
        <dd>
          {earliestDate && latestDate ? format.period({ from: earliestDate, to: latestDate }) : messages.sync.never}
        </dd>
      </div>
      <div>
        <dt>{messages.sync.next}</dt>
        <dd>{at(nextRunAt, messages.sync.off)}</dd>
      </div>
    </dl>
  );
}

type Scope = 'all' | 'one' | 'shown';

function Start({ model }: { model: Model }) {
  const { messages } = useI18n();
  if (model.sync.source.kind === 'push') return <p data-testid="sync-pushed">{messages.sync.pushed}</p>;
  return <StartForm model={model} start={messages.sync.start[model.sync.source.kind]} />;
}

function StartForm({ model, start }: { model: Model; start: string }) {
  const { messages, t } = useI18n();
  const actions = useActions();
  const { state, board, desk } = model;
  const [selected, select] = useState<{ client: number | null; scope: Scope } | null>(null);
  const shown = filterRows(board.rows, state.search);
  const isFiltered =
    (state.search !== '' || state.mine || state.status !== null) && shown.length > 0 && hasAllRows(board);
  const scopes: Scope[] = [
    'all',
    ...(state.client === null ? [] : ['one' as const]),
    ...(isFiltered ? ['shown' as const] : []),
  ];
  // What is open is what is copied, until the person chooses otherwise on this page.
  const usual: Scope = state.client === null ? 'all' : 'one';
  const chosen = selected !== null && selected.client === state.client ? selected.scope : usual;
  const scope = scopes.includes(chosen) ? chosen : usual;
  const labels = {
    all: messages.sync.scopeAll,
    one: messages.sync.scopeOne,
    shown: t(messages.sync.scopeShown, { count: shown.length }),
  };
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
        {messages.sync.days}{' '}
        <select name="days" data-testid="sync-days">
          {DAYS_BACK.map((days) => (
            <option key={days} value={days}>
              {t(messages.sync.daysOption, { days })}
            </option>
          ))}
        </select>
      </label>
      {scopes.length > 1 && (
        <label>
          {messages.sync.scope}{' '}
          <select
            data-testid="sync-scope"
            onChange={({ currentTarget }) => {
              const chosenScope = scopes.find((known) => known === currentTarget.value);
              select(chosenScope ? { client: state.client, scope: chosenScope } : null);
            }}
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
        {desk.busy ? messages.sync.starting : start}
      </button>
    </form>
  );
}

/** @jsxImportSource preact */
import { useEffect } from 'preact/hooks';
import { mayAct, type Model } from '../../shared/model.js';
import { translateCode } from '../../../i18n/translate-code.js';
import { useActions, useI18n } from '../i18n-context.js';
import type { CounterName } from '../../../../domain/index.js';
import type { RunDto } from '../../../../sync/index.js';

/** A longer list of restaurants is folded. */
const MAX_OPEN_ITEMS = 20;

/** The counters that the result shows. The first two are shown also when they are 0. */
const SHOWN_COUNTERS = [
  'inserted',
  'updated',
  'unchanged',
  'quarantined',
  'missingUpstream',
] as const satisfies readonly CounterName[];

/** An active run: "45/127 (35%)", the time left, and a button that cancels it. */
export function Progress({ model, run }: { model: Model; run: RunDto }) {
  const { messages, t } = useI18n();
  const actions = useActions();
  const { done, total, percent, etaSeconds } = run.progress;
  const formatTimeLeft = (seconds: number) =>
    seconds < 60
      ? t(messages.sync.etaSeconds, { seconds })
      : t(messages.sync.etaMinutes, { minutes: Math.round(seconds / 60) });
  return (
    <div class="progress" data-testid="sync-progress" data-done={done} data-total={total} data-run-id={run.id}>
      <p role="status">
        <b>{run.status === 'queued' ? messages.sync.queued : messages.sync.running}</b>{' '}
        {t(messages.sync.progress, { done, total, percent })}
        {etaSeconds !== null && <span class="muted"> · {formatTimeLeft(etaSeconds)}</span>}
      </p>
      <progress value={done} max={Math.max(1, total)} aria-label={messages.sync.running} />
      {mayAct(model) && (
        <button data-testid="sync-cancel" disabled={model.desk.busy} onClick={() => actions.cancelSync(run.id)}>
          {messages.sync.cancel}
        </button>
      )}
    </div>
  );
}

/** The result of a finished run: its counts, and a button that retries what was not copied. */
export function RunResult({ model, run }: { model: Model; run: RunDto }) {
  const { messages, format, t } = useI18n();
  const actions = useActions();
  const notDone = run.progress.total - run.items.done;
  return (
    <div class="result" data-testid="sync-result" data-run-id={run.id} data-status={run.status}>
      <h3>{messages.sync.result}</h3>
      <ul class="counts">
        {SHOWN_COUNTERS.filter((count, index) => run.counts[count] > 0 || index < 2).map((count) => (
          <li key={count} data-count={count} data-value={run.counts[count]}>
            <b>{format.count(run.counts[count])}</b> {messages.sync[count]}
          </li>
        ))}
      </ul>
      {run.error && <p class="wrong">{translateCode(messages.sync.reasons, run.error)}</p>}
      <p class="actions">
        {notDone > 0 && mayAct(model) && (
          <button data-testid="sync-retry" disabled={model.desk.busy} onClick={() => actions.retrySync(run.id)}>
            {t(messages.sync.retry, { count: notDone })}
          </button>
        )}
        <a href={`/admin/runs/${run.id}`}>{messages.sync.details}</a>
      </p>
    </div>
  );
}

/** The incomplete restaurants and why, whichever run left them so. A long list is folded. */
export function IncompleteList({ model, asOf }: { model: Model; asOf: number }) {
  const { messages, t } = useI18n();
  const actions = useActions();
  const { notCopied, refused } = model.sync.incomplete;
  const { lastRun } = model.sync;
  // When the numbers are equal, the result of the run has the button.
  const notDoneByLastRun = lastRun ? lastRun.progress.total - lastRun.items.done : 0;
  const isOpen = notCopied + refused <= MAX_OPEN_ITEMS;
  useEffect(() => {
    // Deferred, because an action draws the page at once, and that must not happen while effects run.
    if (isOpen) queueMicrotask(() => actions.showIncomplete(asOf));
  }, [asOf, isOpen]);
  return (
    <details
      id="incomplete"
      data-testid="incomplete"
      open={isOpen}
      onToggle={({ currentTarget }) => currentTarget.open && actions.showIncomplete(asOf)}
    >
      <summary>
        {notCopied > 0 && t(messages.sync.notCopied, { count: notCopied })}
        {notCopied > 0 && refused > 0 && ' · '}
        {refused > 0 && t(messages.sync.withRejected, { count: refused })}
      </summary>
      <Reasons model={model} asOf={asOf} />
      {notCopied > 0 && notCopied !== notDoneByLastRun && mayAct(model) && (
        <button data-testid="incomplete-retry" disabled={model.desk.busy} onClick={() => actions.retryIncomplete()}>
          {t(messages.sync.retryAll, { count: notCopied })}
        </button>
      )}
    </details>
  );
}

function Reasons({ model: { desk }, asOf }: { model: Model; asOf: number }) {
  const { messages, t } = useI18n();
  if (desk.incomplete?.runId !== asOf) return <p class="muted">{messages.sync.loading}</p>;
  const { items, total } = desk.incomplete;
  return (
    <>
      <ul class="failed">
        {items.map((item) => (
          <li key={item.id} data-testid="incomplete-item" data-client-id={item.clientId} data-code={item.code}>
            <b>
              <a href={`/admin/resources/items/records/${item.id}/show`}>
                <bdi>{item.clientName}</bdi>
              </a>
            </b>{' '}
            {translateCode(messages.sync.reasons, item)}
          </li>
        ))}
      </ul>
      {total > items.length && (
        <p>
          <a href="/admin/resources/items?filters.outcome=incomplete">
            {t(messages.sync.more, { count: total - items.length })}
          </a>
        </p>
      )}
    </>
  );
}

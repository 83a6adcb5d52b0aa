/** @jsxImportSource preact */
import { useEffect } from 'preact/hooks';
import type { RunView } from '../../../sync/run-view.js';
import { mayAct, type Model } from '../shared/model.js';
import { reasonIn } from '../../locales/reason.js';
import { useActions, useLook } from './look.js';

/** As many restaurants are named without being asked for. */
const SAID_AT_ONCE = 20;

const COUNTS = ['inserted', 'updated', 'unchanged', 'quarantined', 'missingUpstream'] as const;

/** A run under way: "45/127 (35%)", how long it may take, and the way to end it. */
export function Progress({ model, run }: { model: Model; run: RunView }) {
  const { words } = useLook();
  const actions = useActions();
  const { done, total, percent, etaSeconds } = run.progress;
  return (
    <div class="progress" data-testid="sync-progress" data-done={done} data-total={total} data-run-id={run.id}>
      <p role="status">
        <b>{run.status === 'queued' ? words.sync.queued : words.sync.running}</b>{' '}
        {words.sync.progress(done, total, percent)}
        {etaSeconds !== null && <span class="muted"> · {words.sync.eta(etaSeconds)}</span>}
      </p>
      <progress value={done} max={Math.max(1, total)} aria-label={words.sync.running} />
      {mayAct(model) && (
        <button data-testid="sync-cancel" disabled={model.desk.busy} onClick={() => actions.cancelSync(run.id)}>
          {words.sync.cancel}
        </button>
      )}
    </div>
  );
}

/** How a run ended: what changed, and the way to repeat what it left undone. */
export function RunResult({ model, run }: { model: Model; run: RunView }) {
  const { words, format } = useLook();
  const actions = useActions();
  const left = run.progress.total - run.items.done;
  return (
    <div class="result" data-testid="sync-result" data-run-id={run.id} data-status={run.status}>
      <h3>{words.sync.result}</h3>
      <ul class="counts">
        {COUNTS.filter((count) => run.counts[count] > 0 || count === 'inserted' || count === 'updated').map((count) => (
          <li key={count} data-count={count} data-value={run.counts[count]}>
            <b>{format.count(run.counts[count])}</b> {words.sync[count]}
          </li>
        ))}
      </ul>
      {run.error && <p class="wrong">{reasonIn(words.sync.reasons, run.error)}</p>}
      <p class="actions">
        {left > 0 && mayAct(model) && (
          <button data-testid="sync-retry" disabled={model.desk.busy} onClick={() => actions.retrySync(run.id)}>
            {words.sync.retry(left)}
          </button>
        )}
        <a href={`/admin/resources/runs/records/${run.id}/show`}>{words.sync.details}</a>
      </p>
    </div>
  );
}

/** Who is not as upstream has it, and why, whichever run left it so; said at once unless the list is long. */
export function IncompleteList({ model, asOf }: { model: Model; asOf: number }) {
  const { words } = useLook();
  const actions = useActions();
  const { notCopied, refused } = model.sync.incomplete;
  const { lastRun } = model.sync;
  // Where these are the same, the result of the run has the button.
  const leftByLastRun = lastRun ? lastRun.progress.total - lastRun.items.done : 0;
  const open = notCopied + refused <= SAID_AT_ONCE;
  useEffect(() => {
    // Afterwards, since an action draws the page at once, and that must not happen while effects are being run.
    if (open) queueMicrotask(() => actions.showIncomplete(asOf));
  }, [asOf, open]);
  return (
    <details
      id="incomplete"
      data-testid="incomplete"
      open={open}
      onToggle={({ currentTarget }) => currentTarget.open && actions.showIncomplete(asOf)}
    >
      <summary>
        {notCopied > 0 && words.sync.notDone(notCopied)}
        {notCopied > 0 && refused > 0 && ' · '}
        {refused > 0 && words.sync.withRefused(refused)}
      </summary>
      <Reasons model={model} asOf={asOf} />
      {notCopied > 0 && notCopied !== leftByLastRun && mayAct(model) && (
        <button data-testid="incomplete-retry" disabled={model.desk.busy} onClick={() => actions.retryIncomplete()}>
          {words.sync.retryAll(notCopied)}
        </button>
      )}
    </details>
  );
}

function Reasons({ model: { desk }, asOf }: { model: Model; asOf: number }) {
  const { words } = useLook();
  if (desk.incomplete?.runId !== asOf) return <p class="muted">{words.sync.loading}</p>;
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
            {reasonIn(words.sync.reasons, item)}
          </li>
        ))}
      </ul>
      {total > items.length && (
        <p>
          <a href="/admin/resources/items?filters.outcome=incomplete">{words.sync.more(total - items.length)}</a>
        </p>
      )}
    </>
  );
}

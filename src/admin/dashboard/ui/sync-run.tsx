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

/** How a run ended: what changed, who was not copied and why. */
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
      {left > 0 && <NotCopied model={model} run={run} left={left} />}
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

/** Who was not copied; said at once unless the list is long. */
function NotCopied({ model, run, left }: { model: Model; run: RunView; left: number }) {
  const { words } = useLook();
  const actions = useActions();
  const open = left <= SAID_AT_ONCE;
  useEffect(() => {
    // Afterwards, since an action draws the page at once, and that must not happen while effects are being run.
    if (open) queueMicrotask(() => actions.showFailed(run.id));
  }, [run.id, open]);
  return (
    <details
      data-testid="sync-failed"
      open={open}
      onToggle={({ currentTarget }) => currentTarget.open && actions.showFailed(run.id)}
    >
      <summary>{words.sync.notDone(left)}</summary>
      <Failed model={model} run={run} />
    </details>
  );
}

function Failed({ model: { desk }, run }: { model: Model; run: RunView }) {
  const { words } = useLook();
  if (desk.failed?.runId !== run.id) return <p class="muted">{words.sync.loading}</p>;
  const { items, total } = desk.failed;
  return (
    <>
      <ul class="failed">
        {items.map((item) => (
          <li key={item.id} data-testid="failed-item" data-client-id={item.clientId} data-code={item.code}>
            <b>
              <bdi>{item.clientName}</bdi>
            </b>{' '}
            {reasonIn(words.sync.reasons, item)}
          </li>
        ))}
      </ul>
      {total > items.length && <p class="muted">{words.sync.more(total - items.length)}</p>}
    </>
  );
}

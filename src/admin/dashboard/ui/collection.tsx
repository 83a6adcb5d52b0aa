/** @jsxImportSource preact */
import { mayAct, type Model } from '../shared/model.js';
import { useActions, useLook } from './look.js';

/** What upstream's own collecting of the platforms' data is up to; admins can ask for it, a sync follows by itself. */
export function Collection({ model }: { model: Model }) {
  const { words, format } = useLook();
  const actions = useActions();
  const { activeRun, lastRun } = model.collection;
  const run = activeRun ?? lastRun;
  return (
    <div class="collect">
      {mayAct(model) && (
        <button
          data-testid="collect-start"
          disabled={model.desk.busy || activeRun !== null}
          onClick={() => actions.collect()}
        >
          {words.collect.start}
        </button>
      )}
      <p data-testid="collect-state" data-status={run?.status ?? 'never'} role="status" class="muted">
        {run ? words.collect.status[run.status] : words.collect.never}
        {run?.finishedAt && ` · ${format.instant(run.finishedAt)}`}
      </p>
    </div>
  );
}

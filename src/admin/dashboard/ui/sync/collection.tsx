/** @jsxImportSource preact */
import { mayAct, type Model } from '../../shared/model.js';
import { useActions, useI18n } from '../i18n-context.js';

/** The state of the data collection on the statistics server. Admins can start one; a sync follows it. */
export function Collection({ model }: { model: Model }) {
  const { messages, format } = useI18n();
  const actions = useActions();
  const { activeRun, lastRun } = model.collection;
  const run = activeRun ?? lastRun;
  const isSupported = model.sync.source.collection !== 'no';
  if (!isSupported && run === null) return null;
  return (
    <div class="collect">
      {mayAct(model) && isSupported && (
        <button
          data-testid="collect-start"
          disabled={model.desk.busy || activeRun !== null}
          onClick={() => actions.collect()}
        >
          {messages.collect.start}
        </button>
      )}
      <p data-testid="collect-state" data-status={run?.status ?? 'never'} role="status" class="muted">
        {run ? messages.collect.status[run.status] : messages.collect.never}
        {run?.finishedAt && ` · ${format.instant(run.finishedAt)}`}
      </p>
    </div>
  );
}

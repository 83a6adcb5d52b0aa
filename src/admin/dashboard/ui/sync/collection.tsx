/** @jsxImportSource preact */
import { mayAct, type Model } from '../../shared/model.js';
import { useActions, useI18n } from '../i18n-context.js';
import type { CollectionState } from '../../../../collection/index.js';
import type { DashboardMessages } from '../../../i18n/dashboard-messages.js';

/** Says that a collection brought new data only when the sync after it did. */
function describe(
  { status, dataMoved }: NonNullable<CollectionState['lastRun']>,
  texts: DashboardMessages['collect'],
): string {
  return status === 'succeeded' && dataMoved === true ? texts.brought : texts.status[status];
}

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
        {run ? describe(run, messages.collect) : messages.collect.never}
        {run?.finishedAt && ` · ${format.instant(run.finishedAt)}`}
      </p>
    </div>
  );
}

/** @jsxImportSource preact */
import type { Messages } from '../i18n/messages.js';
import type { SyncStatus } from '../../sync/index.js';

interface SyncStatusPageProps {
  readonly messages: Messages['pages'];
  readonly status: SyncStatus;
  /** What the form that led here has started. */
  readonly notice: string | undefined;
}

/** Shows the active run, the last complete one and the latest day that the replica holds. */
export function SyncStatusPage({ messages: { legacySync, home }, status, notice }: SyncStatusPageProps) {
  const progress = status.activeRun?.progress;
  return (
    <section class="card">
      <h1>{legacySync.title}</h1>
      {notice !== undefined && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      <dl>
        <dt>{legacySync.active}</dt>
        <dd>{progress ? `${progress.done}/${progress.total} (${progress.percent}%)` : '—'}</dd>
        <dt>{legacySync.last}</dt>
        <dd>{status.lastSuccessAt ?? '—'}</dd>
        <dt>{legacySync.latest}</dt>
        <dd>{status.latestDate ?? '—'}</dd>
      </dl>
      <p>
        <a href="/admin">{home}</a>
      </p>
    </section>
  );
}

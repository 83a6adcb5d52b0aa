/** @jsxImportSource preact */
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import { formatMessage } from '../../i18n/format-message.js';
import type { Messages } from '../../i18n/messages.js';
import { Badge } from '../../shell/components/badge.js';
import { RecordTable } from '../../shell/components/record-table.js';
import type { ServerStatus } from './server-status.service.js';

interface SchedulesProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly status: ServerStatus;
}

/** What the server does by itself: the last time, how it ended, and the next time. */
export function Schedules({ messages, formatter, status }: SchedulesProps) {
  const text = messages.operators.status;
  const { sync, collection, backup } = status;
  const next = (at: string | null) => (at === null ? text.off : formatter.instant(at));
  const lastCollection = collection.activeRun ?? collection.lastRun;
  return (
    <section class="card" aria-labelledby="schedules-title">
      <h2 id="schedules-title">{text.schedules}</h2>
      <RecordTable labelledBy="schedules-title" headings={[text.what, text.last, text.next]}>
        <tr data-testid="schedule-sync">
          <th scope="row">{text.sync}</th>
          <td data-label={text.last}>{formatter.instant(sync.lastRun?.finishedAt ?? null)}</td>
          <td data-label={text.next}>{next(sync.nextRunAt)}</td>
        </tr>
        <tr data-testid="schedule-late-retry">
          <th scope="row">{text.lateRetry}</th>
          <td data-label={text.last}>{formatter.instant(status.lateRetry.lastAt)}</td>
          <td data-label={text.next}>{next(status.lateRetry.nextAt)}</td>
        </tr>
        <tr data-testid="schedule-collection">
          <th scope="row">
            <a href="/admin/resources/collections">{text.collection}</a>
          </th>
          <td data-label={text.last}>{formatter.instant(lastCollection?.createdAt ?? null)}</td>
          <td data-label={text.next}>{next(status.nextCollectionAt)}</td>
        </tr>
        <tr data-testid="schedule-backup">
          <th scope="row">{text.backup}</th>
          <td data-label={text.last}>
            {formatter.instant(backup.lastGoodAt)}
            {backup.last?.status === 'failed' && (
              <>
                {' '}
                <Badge tone="bad">{text.backupFailed}</Badge>
              </>
            )}
            {backup.last?.status === 'done' &&
              backup.last.bytes !== null &&
              ` (${formatter.megabytes(backup.last.bytes)})`}
          </td>
          <td data-label={text.next}>{next(backup.nextAt)}</td>
        </tr>
        <tr data-testid="schedule-retention">
          <th scope="row">{text.retention}</th>
          <td data-label={text.last}>{formatter.instant(status.retention.lastAt)}</td>
          <td data-label={text.next}>{next(status.retention.nextAt)}</td>
        </tr>
      </RecordTable>
      <p class="muted">{formatMessage(formatter.language, messages.operators.times, { zone: formatter.zoneName })}</p>
      {!backup.isScheduled && <p class="muted">{text.backupHint}</p>}
    </section>
  );
}

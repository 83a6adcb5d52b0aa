import { formatMessage } from '../../i18n/format-message.js';
import type { Messages } from '../../i18n/messages.js';
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import { isRunActive } from '../../../domain/index.js';
import { FAILED_STATUSES, type RunDto } from '../../../sync/index.js';

/** Returns how many restaurants of a run were tried and not copied. */
export function countFailed({ items }: Pick<RunDto, 'items'>): number {
  return FAILED_STATUSES.reduce((sum, status) => sum + items[status], 0);
}

/** Returns what a run has done, in one sentence: `124 of 127 restaurants copied in 12 s; 3 failed; 3 rows rejected.` */
export function describeRun(run: RunDto, messages: Messages['operators']['run'], formatter: RecordFormatter): string {
  const { language } = formatter;
  const { total } = run.progress;
  const copied = run.items.done;
  const parts = [
    describeCopied(),
    ...countedParts([
      [messages.failed, countFailed(run)],
      [messages.notTried, run.items.cancelled],
      [messages.rejected, run.counts.quarantined],
    ]),
  ];
  return `${parts.join('; ')}.`;

  function describeCopied(): string {
    if (run.status === 'queued') return formatMessage(language, messages.waiting, { total });
    if (isRunActive(run.status)) return formatMessage(language, messages.copiedSoFar, { copied, total });
    const duration = formatter.duration(run.startedAt, run.finishedAt);
    if (run.startedAt === null) return formatMessage(language, messages.copied, { copied, total });
    return formatMessage(language, messages.copiedIn, { copied, total, duration });
  }

  function countedParts(counted: readonly (readonly [Messages['operators']['run']['failed'], number])[]): string[] {
    return counted.flatMap(([message, count]) => (count > 0 ? [formatMessage(language, message, { count })] : []));
  }
}

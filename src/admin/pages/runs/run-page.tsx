/** @jsxImportSource preact */
import { RUN_TONES } from '../../adminjs/tables/runs.table.js';
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import type { PanelContent } from '../../adminjs/record-panel.js';
import { formatMessage } from '../../i18n/format-message.js';
import type { Messages } from '../../i18n/messages.js';
import { Badge } from '../../shell/components/badge.js';
import { Breadcrumbs } from '../../shell/components/breadcrumbs.js';
import { ProblemBanner } from '../data-repair/problem-banner.js';
import { RecordHistory } from '../../shell/components/record-history.js';
import { FailedItems } from './failed-items.js';
import { RejectedRows } from './rejected-rows.js';
import { RunFacts } from './run-facts.js';
import { countFailed, describeRun } from './run-text.js';
import { isRunActive } from '../../../domain/index.js';
import type { ItemDto, RunDto, RunQuarantinedRow } from '../../../sync/index.js';

export interface RunPageProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly run: RunDto;
  readonly failedItems: readonly ItemDto[];
  readonly rejectedRows: readonly RunQuarantinedRow[];
  /** Whether the person may retry and cancel. */
  readonly canAct: boolean;
  /** What was done to the run; null for people who may not read the audit log. */
  readonly history: PanelContent | null;
  /** Why the last request of the person was not done. */
  readonly problem: string | undefined;
}

/** Everything about one run: what it has done, what failed and what to do about it. A script keeps the parts with `data-live` current. */
export function RunPage(props: RunPageProps) {
  const { messages, formatter, run, failedItems, rejectedRows, canAct, history, problem } = props;
  const text = messages.operators.run;
  const isActive = isRunActive(run.status);
  const notCopied = countFailed(run) + run.items.cancelled;
  return (
    <>
      <section
        class="card"
        data-testid="run"
        {...(isActive && { 'data-live-run': run.id })}
        aria-labelledby="run-title"
      >
        <Breadcrumbs label={messages.lists.controls.path} path={[['/admin/resources/runs', text.list]]} />
        <h1 id="run-title">{titleOfRun(run, text, formatter)}</h1>
        {problem !== undefined && <ProblemBanner problem={problem} />}
        <div id="run-state" data-live class="stack" role="status">
          <p>
            <Badge tone={RUN_TONES[run.status]}>{messages.lists.valuesOf.runs.status[run.status]}</Badge>{' '}
            <span data-testid="run-sentence">{describeRun(run, text, formatter)}</span>
          </p>
          {run.error && <p class="error">{formatter.problem(run.error)}</p>}
          {isActive && <Progress run={run} text={text} formatter={formatter} />}
        </div>
        {canAct && isActive && <CancelForm run={run} messages={messages} />}
        {canAct && !isActive && notCopied > 0 && (
          <form method="post" action={`/admin/runs/${run.id}/retry`}>
            <button data-testid="run-retry">
              {formatMessage(formatter.language, text.retryAll, { count: notCopied })}
            </button>
          </form>
        )}
        {!canAct && notCopied > 0 && <p>{text.askAdmin}</p>}
      </section>
      <FailedItems
        messages={messages}
        formatter={formatter}
        run={run}
        items={failedItems}
        canAct={canAct && !isActive}
      />
      <RejectedRows messages={messages} formatter={formatter} run={run} rows={rejectedRows} />
      <RunFacts messages={messages} formatter={formatter} run={run} />
      {history && <RecordHistory {...history} />}
    </>
  );
}

/** Returns what a run is called: its time. */
export function titleOfRun(run: RunDto, text: Messages['operators']['run'], formatter: RecordFormatter): string {
  return formatMessage(formatter.language, text.title, { at: formatter.instant(run.createdAt) });
}

interface ProgressProps {
  readonly run: RunDto;
  readonly text: Messages['operators']['run'];
  readonly formatter: RecordFormatter;
}

function Progress({ run, text, formatter }: ProgressProps) {
  const { done, total, percent, etaSeconds } = run.progress;
  const left = etaSeconds === null ? null : formatter.seconds(etaSeconds);
  return (
    <>
      <progress value={done} max={Math.max(1, total)} aria-label={text.progress} data-done={done} data-total={total} />
      <p class="muted">
        {percent}%{left !== null && ` · ${formatMessage(formatter.language, text.timeLeft, { left })}`}
      </p>
    </>
  );
}

/** Asks before it cancels; it needs no script. */
function CancelForm({ run, messages }: { readonly run: RunDto; readonly messages: Messages }) {
  return (
    <details class="ask">
      <summary data-testid="run-cancel">{messages.lists.actions.cancel}</summary>
      <form method="post" action={`/admin/runs/${run.id}/cancel`}>
        <p>{messages.lists.guards.cancel}</p>
        <button data-testid="run-cancel-confirm">{messages.lists.actions.cancel}</button>
      </form>
    </details>
  );
}

/** @jsxImportSource preact */
import { RUN_TONES } from '../../adminjs/tables/runs.table.js';
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import { formatMessage } from '../../i18n/format-message.js';
import type { Messages } from '../../i18n/messages.js';
import { Badge } from '../../shell/components/badge.js';
import { ProblemBanner } from '../data-repair/problem-banner.js';
import { ApiTokens, type TokenForm } from './api-tokens.js';
import { Fact } from '../../shell/components/fact.js';
import { Incidents } from './incidents.js';
import { Schedules } from './schedules.js';
import type { ServerStatus } from './server-status.service.js';
import { UpstreamFacts } from './upstream-facts.js';
import type { SourceFinding } from '../../../upstream/index.js';

/** What the last form of the person has brought. */
export interface StatusOutcome {
  readonly notice?: string;
  readonly problem?: string;
  /** The findings of a check of the source. */
  readonly findings?: readonly SourceFinding[];
  readonly tokenForm?: TokenForm;
}

export interface StatusPageProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly status: ServerStatus;
  readonly outcome: StatusOutcome;
}

/** The names are the same in every language. */
const DATABASE_NAMES = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;

/** The state of the server, and what an operator can safely do in a browser. */
export function StatusPage({ messages, formatter, status, outcome }: StatusPageProps) {
  const text = messages.operators.status;
  const { lastRun, activeRun } = status.sync;
  const run = activeRun ?? lastRun;
  return (
    <>
      <section class="card" aria-labelledby="status-title">
        <h1 id="status-title">{text.title}</h1>
        {outcome.problem !== undefined && <ProblemBanner problem={outcome.problem} />}
        {outcome.notice !== undefined && (
          <p class="notice" role="status">
            {outcome.notice}
          </p>
        )}
        <div class="columns">
          <dl>
            <Fact label={text.lastSync}>
              {run ? (
                <>
                  <Badge tone={RUN_TONES[run.status]}>{messages.lists.valuesOf.runs.status[run.status]}</Badge>{' '}
                  <a href={`/admin/runs/${run.id}`}>{formatter.instant(run.createdAt)}</a>
                </>
              ) : (
                messages.lists.none
              )}
            </Fact>
            <Fact label={text.lastComplete}>{formatter.instant(status.sync.lastSuccessAt)}</Fact>
            <Fact label={text.incomplete}>
              {formatter.count(status.sync.incomplete.notCopied + status.sync.incomplete.refused)}
            </Fact>
            <Fact label={text.queue}>
              <Queue queue={status.queue} text={text} formatter={formatter} />
            </Fact>
          </dl>
          <dl>
            <Fact label={text.database}>
              {DATABASE_NAMES[status.database.kind]}, {formatter.megabytes(status.database.bytes)}
            </Fact>
            <Fact label={text.restaurants}>{formatter.count(status.sync.clientsCount)}</Fact>
            <Fact label={text.days}>{formatter.count(status.sync.totalRecords)}</Fact>
            <Fact label={text.version}>
              {status.version} (Node.js {status.node})
            </Fact>
          </dl>
        </div>
      </section>
      <Schedules messages={messages} formatter={formatter} status={status} />
      <Incidents messages={messages} formatter={formatter} status={status} />
      <UpstreamFacts messages={messages} source={status.source} findings={outcome.findings} />
      <ApiTokens messages={messages} formatter={formatter} tokens={status.tokens} form={outcome.tokenForm} />
    </>
  );
}

interface QueueProps {
  readonly queue: ServerStatus['queue'];
  readonly text: Messages['operators']['status'];
  readonly formatter: RecordFormatter;
}

function Queue({ queue: { ok, driver, waiting, active }, text, formatter }: QueueProps) {
  const name = driver === 'bullmq' ? 'Redis' : text.embedded;
  if (!ok) return <Badge tone="bad">{text.queueDown}</Badge>;
  return <>{formatMessage(formatter.language, text.queueState, { name, waiting, active })}</>;
}

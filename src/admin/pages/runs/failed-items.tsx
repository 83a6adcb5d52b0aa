/** @jsxImportSource preact */
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import { formatMessage } from '../../i18n/format-message.js';
import type { Messages } from '../../i18n/messages.js';
import { RecordTable } from '../../shell/components/record-table.js';
import { countFailed } from './run-text.js';
import type { ItemDto, RunDto } from '../../../sync/index.js';

/** Codes of problems that lie in the credentials or the address of the statistics server: no retry mends them. */
const SETTING_CODES: ReadonlySet<string> = new Set([
  'upstream_refused',
  'upstream_misconfigured',
  'upstream_redirected',
  'wrong_endpoint',
]);
/** Codes of problems that lie in the name of the restaurant on the statistics server. */
const NAME_CODES: ReadonlySet<string> = new Set([
  'not_found',
  'upstream_rejected',
  'wrong_restaurant',
  'same_restaurant',
]);

interface FailedItemsProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly run: RunDto;
  readonly items: readonly ItemDto[];
  /** Whether the person may do the next steps now. */
  readonly canAct: boolean;
}

/** The restaurants of a run that were tried and not copied: why, and what to do about each. */
export function FailedItems({ messages, formatter, run, items, canAct }: FailedItemsProps) {
  const text = messages.operators.run;
  const total = countFailed(run);
  return (
    <div id="run-failed" data-live>
      {total > 0 && (
        <section class="card" aria-labelledby="run-failed-title">
          <h2 id="run-failed-title">{text.failedTitle}</h2>
          <RecordTable
            labelledBy="run-failed-title"
            headings={[text.restaurant, text.reason, ...(canAct ? [text.nextStep] : [])]}
          >
            {items.map((item) => (
              <tr key={item.id} data-testid="failed-item" data-code={item.code}>
                <th scope="row">
                  <a href={`/admin?client=${item.clientId}`}>
                    <bdi>{item.clientName}</bdi>
                  </a>
                </th>
                <td>{formatter.problem(item)}</td>
                {canAct && (
                  <td>
                    <NextStep item={item} runId={run.id} messages={messages} />
                  </td>
                )}
              </tr>
            ))}
          </RecordTable>
          {total > items.length && (
            <p>
              <a href={`/admin/resources/items?filters.runId=${run.id}&filters.outcome=notDone`}>
                {formatMessage(formatter.language, text.moreRestaurants, { count: total - items.length })}
              </a>
            </p>
          )}
        </section>
      )}
    </div>
  );
}

interface NextStepProps {
  readonly item: ItemDto;
  readonly runId: number;
  readonly messages: Messages;
}

/** The step that mends the cause: another name, the settings of the server, a decision about an empty response, or a retry. */
function NextStep({ item, runId, messages }: NextStepProps) {
  const text = messages.operators.run;
  const path = `/admin/runs/${runId}/items/${item.id}`;
  if (item.status === 'suspicious_empty') {
    return (
      <div class="steps">
        <details class="ask">
          <summary>{messages.lists.actions.acceptEmpty}</summary>
          <form method="post" action={`${path}/accept-empty`}>
            <p>{messages.lists.guards.acceptEmpty}</p>
            <button data-testid="accept-empty">{messages.lists.actions.acceptEmpty}</button>
          </form>
        </details>
        <a href={`/admin/clients/${item.clientId}/exact`}>{messages.lists.actions.copyExactly}</a>
      </div>
    );
  }
  return (
    <div class="steps">
      {NAME_CODES.has(item.code ?? '') && <a href={`/admin/clients/${item.clientId}/source`}>{text.fixName}</a>}
      {SETTING_CODES.has(item.code ?? '') && <a href="/admin/status#upstream">{text.seeCredentials}</a>}
      <form method="post" action={`${path}/retry`}>
        <button class="quiet" data-testid="retry-item">
          {text.retry}
        </button>
      </form>
    </div>
  );
}

/** @jsxImportSource preact */
import { mayAct, type Model } from '../shared/model.js';
import type { ClientView } from '../server/dashboard.dto.js';
import { translateCode } from '../../i18n/translate-code.js';
import { SUBJECTS, SubjectChart } from './charts/subject-chart.js';
import { IntervalChoice } from './choice.js';
import { Facts } from './facts.js';
import { Kpis } from './kpis.js';
import { useActions, useI18n } from './i18n-context.js';
import { NotesCard } from './client/notes-card.js';
import { TargetCard } from './client/target-card.js';
import { PlatformTable } from './platform-table.js';
import { dayAt } from '../../../domain/index.js';

/** One restaurant: its figures, charts and platforms, or why it has none. */
export function ClientMain({ model, view }: { model: Model; view: ClientView }) {
  const { page } = view;
  if (view.reach === null) {
    return (
      <>
        <Facts model={model} />
        <NoData model={model} view={view} />
        <NotesCard key={page.client.id} model={model} view={view} />
      </>
    );
  }
  return (
    <>
      {page.coverage.days === 0 && <NoDataInPeriod view={view} />}
      <Kpis
        clientId={page.client.id}
        figures={page.summary}
        comparison={page.compare}
        comparePeriod={page.comparePeriod}
        coverage={page.coverage}
      />
      <Facts model={model} />
      <TargetCard key={page.client.id} model={model} view={view} />
      <IntervalChoice model={model} />
      <div class="charts">
        {SUBJECTS.map((subject) => (
          <SubjectChart key={subject.id} subject={subject} model={model} view={view} />
        ))}
      </div>
      <NotesCard key={page.client.id} model={model} view={view} />
      <PlatformTable model={model} page={page} />
    </>
  );
}

function NoDataInPeriod({ view: { reach } }: { view: ClientView }) {
  const { messages, format, t } = useI18n();
  return (
    <p class="banner warn" data-testid="no-data-here">
      {messages.empty.period}{' '}
      {reach && t(messages.empty.periodHint, { first: format.day(reach.from), last: format.day(reach.to) })}
    </p>
  );
}

/** A restaurant that never had data: the reason and the next step. */
function NoData({ model, view }: { model: Model; view: ClientView }) {
  const { messages } = useI18n();
  const actions = useActions();
  const { id } = view.page.client;
  return (
    <section class="no-data" data-testid="no-data">
      <h2>{messages.empty.title}</h2>
      <NoDataReason model={model} view={view} />
      {mayAct(model) ? (
        <button
          class="primary"
          data-testid="sync-this-client"
          disabled={model.desk.busy || model.sync.running}
          onClick={() => actions.startSync({ clientIds: [id], full: true })}
        >
          {messages.empty.sync}
        </button>
      ) : (
        <p class="muted">{messages.empty.askAdmin}</p>
      )}
    </section>
  );
}

function NoDataReason({ model, view: { page, card, lastItem } }: { model: Model; view: ClientView }) {
  const { messages, format, t } = useI18n();
  const reasons: string[] = [];
  if (lastItem === null) {
    const addedToday = dayAt(new Date(card.createdAt), model.timeZone) === model.board.today;
    reasons.push(addedToday ? messages.empty.added : messages.empty.never);
  } else if (lastItem.status === 'not_found') reasons.push(t(messages.empty.unknown, { name: card.upstreamName }));
  else if (lastItem.status === 'done') reasons.push(messages.empty.nothing);
  else reasons.push(t(messages.empty.failed, { reason: translateCode(messages.sync.reasons, lastItem) }));
  if (page.client.status !== 'active') reasons.push(messages.empty.paused);
  if (card.startDate !== null && card.startDate > model.board.today)
    reasons.push(t(messages.empty.future, { day: format.day(card.startDate) }));
  return <p>{reasons.join(' ')}</p>;
}

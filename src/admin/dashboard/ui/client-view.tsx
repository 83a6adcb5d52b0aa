/** @jsxImportSource preact */
import type { BorderDay } from '../../../stats/border-day.js';
import { dayAt } from '../../../stats/day.js';
import { mayAct, type Model } from '../shared/model.js';
import type { ClientView } from '../shared/wire.js';
import { reasonIn } from '../../locales/reason.js';
import { Chart, type Series } from './chart.js';
import { Kpis } from './kpis.js';
import { useActions, useLook } from './look.js';
import { PlatformTable } from './platform-table.js';

type Reading = (day: BorderDay) => number | null;

/** A chart's figure, read from a platform's day. */
interface Subject {
  readonly id: 'sales' | 'orders' | 'customers' | 'ads';
  readonly kind: 'money' | 'count';
  readonly grab: Reading;
  readonly gojek: Reading;
}

const SUBJECTS: readonly Subject[] = [
  { id: 'sales', kind: 'money', grab: ({ grab }) => grab?.sales ?? null, gojek: ({ gojek }) => gojek?.sales ?? null },
  {
    id: 'orders',
    kind: 'count',
    grab: ({ grab }) => grab?.orders ?? null,
    gojek: ({ gojek }) => gojek?.orders ?? null,
  },
  {
    id: 'customers',
    kind: 'count',
    grab: ({ grab }) => grab?.newCustomers ?? null,
    gojek: ({ gojek }) => gojek?.newCustomers ?? null,
  },
  {
    id: 'ads',
    kind: 'money',
    grab: ({ grab }) => grab?.adsSpend ?? null,
    gojek: ({ gojek }) => gojek?.adsSpend ?? null,
  },
];

/** One restaurant: figures, charts, platforms; or why there are none. */
export function ClientMain({ model, view }: { model: Model; view: ClientView }) {
  const { page } = view;
  if (view.reach === null) return <NoData model={model} view={view} />;
  return (
    <>
      {page.coverage.days === 0 && <NoDataHere view={view} />}
      <Kpis
        clientId={page.client.id}
        figures={page.summary}
        then={page.compare}
        comparePeriod={page.comparePeriod}
        coverage={page.coverage}
        comparedDays={page.compare?.coverage.days ?? null}
      />
      <div class="charts">
        {SUBJECTS.map((subject) => (
          <SubjectChart key={subject.id} subject={subject} view={view} />
        ))}
      </div>
      <PlatformTable platforms={page.platforms} />
    </>
  );
}

function SubjectChart({ subject: { id, kind, grab, gojek }, view: { page } }: { subject: Subject; view: ClientView }) {
  const { words } = useLook();
  const total: Reading = (day) => sum(grab(day), gojek(day));
  const series: Series[] = [
    { look: 'grab', label: words.platforms.grab, values: page.days.map(grab) },
    { look: 'gojek', label: words.platforms.gojek, values: page.days.map(gojek) },
    { look: 'total', label: words.platforms.total, values: page.days.map(total) },
  ];
  if (page.compare) {
    // A comparison of another length is laid day on day from its start.
    const then = page.compare.days.map(total);
    series.unshift({ look: 'then', label: words.chart.then, values: page.days.map((_, index) => then[index] ?? null) });
  }
  return (
    <Chart
      id={`chart-${id}`}
      title={words.chart[id]}
      kind={kind}
      days={page.days.map(({ date }) => date)}
      series={series}
    />
  );
}

function sum(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : a + b;
}

function NoDataHere({ view: { reach } }: { view: ClientView }) {
  const { words, format } = useLook();
  return (
    <p class="banner warn" data-testid="no-data-here">
      {words.empty.period} {reach && words.empty.periodHint(format.day(reach.from), format.day(reach.to))}
    </p>
  );
}

/** A restaurant that never had data: why, and what can be done about it. */
function NoData({ model, view }: { model: Model; view: ClientView }) {
  const { words } = useLook();
  const actions = useActions();
  const { id } = view.page.client;
  return (
    <section class="no-data" data-testid="no-data">
      <h3>{words.empty.title}</h3>
      <Why model={model} view={view} />
      {mayAct(model) ? (
        <button
          class="primary"
          data-testid="sync-this-client"
          disabled={model.desk.busy || model.sync.running}
          onClick={() => actions.startSync({ clientIds: [id], full: true })}
        >
          {words.empty.sync}
        </button>
      ) : (
        <p class="muted">{words.empty.askAdmin}</p>
      )}
    </section>
  );
}

function Why({ model, view: { page, card, lastItem } }: { model: Model; view: ClientView }) {
  const { words, format } = useLook();
  const reasons: string[] = [];
  if (lastItem === null) {
    const addedToday = dayAt(new Date(card.createdAt), model.timeZone) === model.board.today;
    reasons.push(addedToday ? words.empty.added : words.empty.never);
  } else if (lastItem.status === 'not_found') reasons.push(words.empty.unknown(card.upstreamName));
  else if (lastItem.status === 'done') reasons.push(words.empty.nothing);
  else reasons.push(words.empty.failed(reasonIn(words.sync.reasons, lastItem)));
  if (page.client.status !== 'active') reasons.push(words.empty.paused);
  if (card.startDate !== null && card.startDate > model.board.today)
    reasons.push(words.empty.future(format.day(card.startDate)));
  return <p>{reasons.join(' ')}</p>;
}

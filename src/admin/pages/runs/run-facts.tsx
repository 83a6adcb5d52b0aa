/** @jsxImportSource preact */
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import { formatMessage } from '../../i18n/format-message.js';
import type { Messages } from '../../i18n/messages.js';
import { Fact } from '../../shell/components/fact.js';
import { COUNTER_NAMES } from '../../../domain/index.js';
import type { RunDto } from '../../../sync/index.js';

interface RunFactsProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly run: RunDto;
}

/** The counts, the timing and the origin of a run, and the lists that belong to it. */
export function RunFacts({ messages, formatter, run }: RunFactsProps) {
  const { fields, values, instants } = messages.lists;
  const text = messages.operators.run;
  const { from, to } = run.window;
  const origin = [values.trigger[run.trigger], ...(run.actor === null ? [] : [run.actor])].join(', ');
  return (
    <section class="card" aria-labelledby="run-facts-title">
      <h2 id="run-facts-title">{text.factsTitle}</h2>
      <div class="columns" id="run-facts" data-live>
        <dl>
          {COUNTER_NAMES.filter((name) => name !== 'quarantined' || run.counts.quarantined > 0).map((name) => (
            <div key={name}>
              <dt>{fields[name]}</dt>
              <dd class="number" data-count={name}>
                {formatter.count(run.counts[name])}
              </dd>
            </div>
          ))}
        </dl>
        <dl>
          <Fact label={fields.trigger}>{origin}</Fact>
          <Fact label={fields.kind}>{values.kind[run.kind]}</Fact>
          {run.exact && <Fact label={fields.exact}>{messages.lists.yes}</Fact>}
          <Fact label={fields.window}>{formatter.period(run.window)}</Fact>
          <Fact label={instants.createdAt}>{formatter.instant(run.createdAt)}</Fact>
          <Fact label={instants.startedAt}>{formatter.instant(run.startedAt)}</Fact>
          <Fact label={instants.finishedAt}>{formatter.instant(run.finishedAt)}</Fact>
          <Fact label={text.waited}>{formatter.duration(run.createdAt, run.startedAt)}</Fact>
          <Fact label={fields.duration}>{formatter.duration(run.startedAt, run.finishedAt)}</Fact>
        </dl>
      </div>
      <p class="muted">{formatMessage(formatter.language, messages.operators.times, { zone: formatter.zoneName })}</p>
      <p class="links">
        <a href={`/admin/resources/items?filters.runId=${run.id}`}>{text.allRestaurants}</a>
        <a href={`/admin/gaps?from=${from}&to=${to}`}>{fields.gaps}</a>
      </p>
    </section>
  );
}

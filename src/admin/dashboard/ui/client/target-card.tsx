/** @jsxImportSource preact */
import type { Model } from '../../shared/model.js';
import type { ClientView } from '../../server/dashboard.dto.js';
import { Editable } from '../editing/editable.js';
import { InlineForm } from '../editing/inline-form.js';
import { useActions, useI18n } from '../i18n-context.js';
import { startOfMonth } from '../../../../domain/index.js';

/** The largest target, in rupiah, as the server checks it. */
const MAX_TARGET = 1_000_000_000_000;

/** How the month goes against the restaurant's target, and a form that changes the target. */
export function TargetCard({ model, view }: { model: Model; view: ClientView }) {
  const { messages, format, t } = useI18n();
  const { target } = view;
  const month = format.monthOfYear(startOfMonth(model.board.today));
  return (
    <section class="card target" data-testid="target" aria-label={t(messages.target.title, { month })}>
      <h2>{t(messages.target.title, { month })}</h2>
      <Editable
        button={target ? messages.edit.open : messages.target.set}
        buttonLabel={target ? messages.target.change : messages.target.set}
        testid="target-edit"
        form={(close) => <TargetForm view={view} close={close} />}
      >
        {target ? <Progress target={target} /> : <p class="muted">{messages.target.none}</p>}
      </Editable>
    </section>
  );
}

function Progress({ target }: { target: NonNullable<ClientView['target']> }) {
  const { messages, format, t } = useI18n();
  const { sales, share, forecast, pace, days, elapsedDays, countedDays } = target;
  const wanted = format.money(target.target);
  const reached =
    sales === null || share === null
      ? t(messages.target.noSales, { target: wanted })
      : t(messages.target.reached, { sales: format.money(sales), target: wanted, share: format.percent(share) });
  return (
    <div class="progress-text">
      <p>
        <b>{reached}</b>
      </p>
      <progress max={1} value={Math.min(1, Math.max(0, share ?? 0))} aria-label={reached} />
      <p data-testid="forecast">
        {forecast === null || pace === null
          ? t(messages.target.noForecast, { counted: countedDays, elapsed: elapsedDays })
          : `${t(messages.target.forecast, { forecast: format.money(forecast), pace: format.percent(pace) })} ${t(
              messages.target.counted,
              { counted: countedDays, elapsed: elapsedDays, days },
            )}`}
      </p>
    </div>
  );
}

function TargetForm({ view, close }: { view: ClientView; close: () => void }) {
  const { messages } = useI18n();
  const actions = useActions();
  const { target } = messages;
  const { monthlyTarget } = view.card;
  return (
    <InlineForm
      label={target.change}
      fields={{ monthlyTarget: target.field }}
      close={close}
      save={(read) => {
        const typed = read('monthlyTarget');
        return actions.saveClient(view.page.client.id, { monthlyTarget: typed === '' ? null : Number(typed) });
      }}
    >
      <label>
        <span>{target.field}</span>
        <input
          type="number"
          name="monthlyTarget"
          defaultValue={monthlyTarget === null ? '' : String(monthlyTarget)}
          min={1}
          max={MAX_TARGET}
          step={1}
          inputMode="numeric"
        />
        <small>{target.hint}</small>
      </label>
    </InlineForm>
  );
}

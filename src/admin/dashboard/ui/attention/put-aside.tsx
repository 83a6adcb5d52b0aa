/** @jsxImportSource preact */
import type { Model } from '../../shared/model.js';
import { CardEntry } from '../card.js';
import { InlineForm } from '../editing/inline-form.js';
import { useActions, useI18n } from '../i18n-context.js';
import { addDays, type Day } from '../../../../domain/index.js';

/** Days until an entry is listed again, unless the reader chooses others, and at most. */
const USUAL_DAYS = 7;
const MAX_DAYS = 366;
const MAX_LENGTH = 500;

/** Puts the entries of a restaurant aside until a day. */
export function PutAsideForm(props: { clientId: number; name: string; today: Day; close: () => void }) {
  const { clientId, name, today, close } = props;
  const { messages, t } = useI18n();
  const actions = useActions();
  const { attention } = messages;
  return (
    <InlineForm
      label={t(attention.putAsideOf, { name })}
      fields={{ note: attention.why, until: attention.until }}
      close={close}
      save={(read) => actions.putAside(clientId, { until: read('until'), note: read('note') })}
    >
      <label>
        <span>{attention.why}</span>
        <input name="note" required maxLength={MAX_LENGTH} />
      </label>
      <label>
        <span>{attention.until}</span>
        <input
          type="date"
          name="until"
          required
          min={addDays(today, 1)}
          max={addDays(today, MAX_DAYS)}
          defaultValue={addDays(today, USUAL_DAYS)}
        />
      </label>
    </InlineForm>
  );
}

/** The restaurants that are put aside, with why and until when, and a button that lists them again. */
export function AsideList({ model }: { model: Model }) {
  const { messages, format, t } = useI18n();
  const actions = useActions();
  const { attention } = messages;
  const { putAside } = model.attention;
  return (
    <details data-testid="aside">
      <summary>{t(attention.aside, { count: putAside.length })}</summary>
      <ul class="attention">
        {putAside.map(({ id, name, until, note, author }) => (
          <CardEntry key={id} model={model} id={id} name={name}>
            <span>{t(attention.asideUntil, { day: format.day(until) })}</span>{' '}
            <span>
              <bdi>{note}</bdi> <small class="muted">{author}</small>
            </span>{' '}
            <button
              type="button"
              class="edit"
              aria-label={t(attention.takeBackOf, { name })}
              data-testid="take-back"
              onClick={() => actions.takeBack(id)}
            >
              {attention.takeBack}
            </button>
          </CardEntry>
        ))}
      </ul>
    </details>
  );
}

/** @jsxImportSource preact */
import type { ClientView } from '../../server/dashboard.dto.js';
import { Editable } from '../editing/editable.js';
import { InlineForm } from '../editing/inline-form.js';
import { useActions, useI18n } from '../i18n-context.js';

/** Characters of a text about a restaurant, as the server checks it. */
const MAX_LENGTH = 10_000;

/** A text about a restaurant as it was typed, with a form in its place. */
export function EditableText({ view, field, label }: { view: ClientView; field: 'goals' | 'notes'; label: string }) {
  const { messages, t } = useI18n();
  const actions = useActions();
  const text = view.card[field];
  const change = t(messages.edit.change, { field: label });
  return (
    <Editable
      button={messages.edit.open}
      buttonLabel={change}
      testid={`${field}-edit`}
      form={(close) => (
        <InlineForm
          label={change}
          fields={{ [field]: label }}
          close={close}
          save={(read) => {
            const typed = read(field).trim();
            return actions.saveClient(view.page.client.id, { [field]: typed === '' ? null : typed });
          }}
        >
          <textarea name={field} rows={5} maxLength={MAX_LENGTH} aria-label={label} defaultValue={text ?? ''} />
        </InlineForm>
      )}
    >
      {text === null ? <span class="none">{messages.card.nothing}</span> : <span>{text}</span>}
    </Editable>
  );
}

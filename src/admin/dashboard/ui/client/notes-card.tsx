/** @jsxImportSource preact */
import type { Model } from '../../shared/model.js';
import type { ClientView } from '../../server/dashboard.dto.js';
import { Editable } from '../editing/editable.js';
import { InlineForm } from '../editing/inline-form.js';
import { useActions, useI18n } from '../i18n-context.js';
import type { Day } from '../../../../domain/index.js';

/** Characters of a note, as the server checks it. */
const MAX_LENGTH = 500;

type Note = ClientView['notes']['items'][number];

/** The notes of a restaurant since the first day of its charts, each with a form in its place, and a form for a new one. */
export function NotesCard({ model, view }: { model: Model; view: ClientView }) {
  const { messages, format, t } = useI18n();
  const { notes: texts } = messages;
  const { items, earlier } = view.notes;
  const clientId = view.page.client.id;
  return (
    <section class="card notes" data-testid="notes" aria-label={texts.title}>
      <h2>{texts.title}</h2>
      <Editable
        button={texts.add}
        testid="note-add"
        form={(close) => <NoteForm clientId={clientId} note={null} day={model.board.today} close={close} />}
      />
      {items.length === 0 && <p class="muted">{texts.none}</p>}
      <ul>
        {items.map((note) => (
          <li key={note.id} data-note={note.id}>
            <Editable
              button={messages.edit.open}
              buttonLabel={t(texts.change, { day: format.day(note.day) })}
              testid="note-edit"
              form={(close) => <NoteForm clientId={clientId} note={note} day={note.day} close={close} />}
            >
              <time dateTime={note.day}>{format.day(note.day)}</time>
              <p>
                <bdi>{note.text}</bdi> <small class="muted">{note.author}</small>
              </p>
            </Editable>
          </li>
        ))}
      </ul>
      {earlier > 0 && <p class="muted">{t(texts.earlier, { count: earlier })}</p>}
    </section>
  );
}

function NoteForm(props: { clientId: number; note: Note | null; day: Day; close: () => void }) {
  const { clientId, note, day, close } = props;
  const { messages, format, t } = useI18n();
  const actions = useActions();
  const { notes: texts } = messages;
  return (
    <InlineForm
      label={note ? t(texts.change, { day: format.day(day) }) : texts.add}
      fields={{ text: texts.text, day: texts.day }}
      close={close}
      save={(read) => {
        const input = { day: read('day'), text: read('text') };
        return actions.saveNote(clientId, note?.id ?? null, input);
      }}
      {...(note && { remove: () => actions.deleteNote(note.id) })}
    >
      <label>
        <span>{texts.text}</span>
        <textarea name="text" rows={2} maxLength={MAX_LENGTH} required defaultValue={note?.text ?? ''} />
      </label>
      <label>
        <span>{texts.day}</span>
        <input type="date" name="day" required defaultValue={day} />
      </label>
    </InlineForm>
  );
}

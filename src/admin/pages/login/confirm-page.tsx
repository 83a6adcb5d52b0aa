/** @jsxImportSource preact */
import { FormField } from './form-field.js';
import type { Messages } from '../../i18n/messages.js';

interface ConfirmPageProps {
  readonly messages: Messages['pages']['confirm'];
  /** The path to open afterwards. */
  readonly nextPath: string;
  readonly error: string | undefined;
}

/** Asks a person for their password before a change of accounts. */
export function ConfirmPage({ messages, nextPath, error }: ConfirmPageProps) {
  return (
    <form class="card" method="post" action="/admin/confirm">
      <h1>{messages.title}</h1>
      <p>{messages.reason}</p>
      <FormField
        type="password"
        name="current"
        label={messages.current}
        autocomplete="current-password"
        error={error}
        autofocus
      />
      <input type="hidden" name="next" value={nextPath} />
      <button>{messages.submit}</button>
    </form>
  );
}

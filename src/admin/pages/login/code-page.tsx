/** @jsxImportSource preact */
import { FormField } from './form-field.js';
import type { Messages } from '../../i18n/messages.js';

interface CodePageProps {
  readonly messages: Messages['pages']['login'];
  /** Proves that the password was right. */
  readonly ticket: string;
  readonly nextPath: string | undefined;
  readonly error: string | undefined;
}

/** The second step of a login: the code of the authenticator app, or a recovery code. */
export function CodePage({ messages, ticket, nextPath, error }: CodePageProps) {
  return (
    <form class="card" method="post" action="/admin/login/code">
      <h1>{messages.codeTitle}</h1>
      {error !== undefined && (
        <p class="error" role="alert" data-testid="login-error">
          {error}
        </p>
      )}
      <FormField name="code" label={messages.code} autocomplete="one-time-code" rule={messages.codeHelp} autofocus />
      <input type="hidden" name="ticket" value={ticket} />
      {nextPath !== undefined && <input type="hidden" name="next" value={nextPath} />}
      <button type="submit">{messages.submit}</button>
    </form>
  );
}

/** @jsxImportSource preact */
import { FormField } from './form-field.js';
import type { Messages } from '../../i18n/messages.js';

interface InvitationPageProps {
  readonly messages: Messages;
  readonly email: string;
  readonly token: string;
  readonly error: string | undefined;
}

/** Lets an invited person choose a password. */
export function InvitationPage({ messages, email, token, error }: InvitationPageProps) {
  const text = messages.operators.invitation;
  return (
    <form class="card" method="post" action="/admin/invitation">
      <h1>{text.title}</h1>
      <p>{text.hint}</p>
      <label>
        <span>E-mail</span>
        <input type="email" name="email" value={email} autocomplete="username" readOnly />
      </label>
      <FormField
        type="password"
        name="password"
        label={messages.pages.account.password}
        autocomplete="new-password"
        rule={messages.pages.account.rule}
        error={error}
        autofocus
      />
      <input type="hidden" name="token" value={token} />
      <button>{text.submit}</button>
    </form>
  );
}

/** Says that a link is used, expired or unknown, and what to do. */
export function InvalidInvitationPage({ messages }: { readonly messages: Messages }) {
  const text = messages.operators.invitation;
  return (
    <section class="card">
      <h1>{text.invalid}</h1>
      <p>{text.invalidHint}</p>
      <p>
        <a href="/admin/login">{messages.pages.login.title}</a>
      </p>
    </section>
  );
}

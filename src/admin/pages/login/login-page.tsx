/** @jsxImportSource preact */
import type { Messages } from '../../i18n/messages.js';

interface LoginPageProps {
  readonly messages: Messages['pages']['login'];
  /** What the person typed before; never the password. */
  readonly email: string;
  /** The path to open after the login. */
  readonly nextPath: string | undefined;
  readonly error: string | undefined;
}

/** The login form. The focus is on the first empty field. */
export function LoginPage({ messages, email, nextPath, error }: LoginPageProps) {
  return (
    <form class="card" method="post" action="/admin/login">
      <h1>{messages.title}</h1>
      {error !== undefined && (
        <p class="error" role="alert" data-testid="login-error">
          {error}
        </p>
      )}
      <label>
        <span>{messages.email}</span>
        <input type="email" name="email" value={email} autocomplete="username" required autofocus={email === ''} />
      </label>
      <label>
        <span>{messages.password}</span>
        <input type="password" name="password" autocomplete="current-password" required autofocus={email !== ''} />
      </label>
      {nextPath !== undefined && <input type="hidden" name="next" value={nextPath} />}
      <button type="submit">{messages.submit}</button>
      <p>{messages.help}</p>
    </form>
  );
}

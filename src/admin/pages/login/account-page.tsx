/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { FormField } from './form-field.js';
import { ThemeChoice } from './theme-choice.js';
import type { Messages } from '../../i18n/messages.js';
import type { Theme } from '../../shell/theme.js';
import type { Principal } from '../../../auth/index.js';

/** What became of a change of the password: it is done, or one field is wrong. */
export type PasswordChange = 'changed' | { readonly wrongField: 'current' | 'password'; readonly message: string };

interface AccountPageProps {
  readonly messages: Messages['pages']['account'];
  readonly principal: Principal;
  readonly theme: Theme;
  readonly change: PasswordChange | null;
  /** The state of the person's Telegram; null where there is no bot or the person has no restaurants to hear of. */
  readonly telegram: 'available' | 'blocked' | null;
  /** The list of the person's sessions. */
  readonly children?: ComponentChildren;
}

/** The account of the person who is logged in: e-mail and role, the logout and the form for a new password. */
export function AccountPage({ messages, principal, theme, change, telegram, children }: AccountPageProps) {
  const problem = change !== null && change !== 'changed' ? change : null;
  const errorAt = (field: string) => (problem?.wrongField === field ? problem.message : undefined);
  return (
    <>
      <section class="card">
        <h1>{messages.title}</h1>
        <dl>
          <dt>E-mail</dt>
          <dd>{principal.name}</dd>
          <dt>{messages.role}</dt>
          <dd>{messages.roles[principal.role]}</dd>
        </dl>
        <p>
          <a href="/admin/second-factor">{messages.secondFactor}</a>
        </p>
        {telegram !== null && (
          <p>
            <a href="/admin/telegram">{messages.telegram}</a>
          </p>
        )}
        {telegram === 'blocked' && (
          <p class="notice" role="alert">
            {messages.telegramBlocked}
          </p>
        )}
        <form method="post" action="/admin/logout">
          <button class="quiet">{messages.logout}</button>
        </form>
      </section>
      <ThemeChoice messages={messages.theme} theme={theme} />
      <form class="card" method="post" action="/admin/account">
        <h2>{messages.change}</h2>
        {principal.mustEnrol && <p class="notice">{messages.mustEnrol}</p>}
        {principal.mustRenewCredentials && change === null && <p class="notice">{messages.mustChange}</p>}
        {change === 'changed' && (
          <p class="notice" role="status">
            {messages.changed}
          </p>
        )}
        <FormField
          type="password"
          name="current"
          label={messages.current}
          autocomplete="current-password"
          error={errorAt('current')}
        />
        <FormField
          type="password"
          name="password"
          label={messages.password}
          autocomplete="new-password"
          error={errorAt('password')}
          rule={messages.rule}
        />
        <button>{messages.submit}</button>
      </form>
      {children}
    </>
  );
}

/** @jsxImportSource preact */
import { RecordHistory } from '../../shell/components/record-history.js';
import { SessionList } from './session-list.js';
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import type { PanelContent } from '../../adminjs/record-panel.js';
import { formatMessage } from '../../i18n/format-message.js';
import type { Messages } from '../../i18n/messages.js';
import { Badge } from '../../shell/components/badge.js';
import { Breadcrumbs } from '../../shell/components/breadcrumbs.js';
import { ProblemBanner } from '../data-repair/problem-banner.js';
import { Fact } from '../../shell/components/fact.js';
import type { SessionInfo, UserInfo } from '../../../auth/index.js';

export interface UserPageProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly user: UserInfo;
  readonly sessions: readonly (SessionInfo & { readonly isCurrent: boolean })[];
  /** When the person's link expires, ISO 8601 UTC; null when there is none. */
  readonly linkExpiresAt: string | null;
  /** The address of a new link, which is shown once. */
  readonly link: string | undefined;
  readonly problem: string | undefined;
  readonly history: PanelContent;
}

/** A person who may log in: what is known, the link by which they choose a password, and their sessions. */
export function UserPage(props: UserPageProps) {
  const { messages, formatter, user, sessions, linkExpiresAt, link, problem, history } = props;
  const text = messages.operators.users;
  const { fields, values, instants, actions } = messages.lists;
  const isEnabled = user.disabledAt === null;
  return (
    <>
      <section class="card" aria-labelledby="user-title">
        <Breadcrumbs label={messages.lists.controls.path} path={[['/admin/resources/users', text.list]]} />
        <h1 id="user-title">
          {user.name ?? user.email} {!isEnabled && <Badge tone="neutral">{text.disabled}</Badge>}
        </h1>
        {problem !== undefined && <ProblemBanner problem={problem} />}
        <div class="columns">
          <dl>
            <Fact label={fields.email}>{user.email}</Fact>
            <Fact label={fields.role}>{values.role[user.role]}</Fact>
            <Fact label={text.secondFactor}>
              {user.totpEnabledAt === null ? text.off : formatter.instant(user.totpEnabledAt)}
            </Fact>
          </dl>
          <dl>
            <Fact label={instants.lastLoginAt}>
              {user.lastLoginAt === null ? text.never : formatter.instant(user.lastLoginAt)}
            </Fact>
            <Fact label={instants.createdAt}>{formatter.instant(user.createdAt)}</Fact>
          </dl>
        </div>
        <div class="steps">
          <a class="export" href={`/admin/resources/users/records/${user.id}/edit`}>
            {text.edit}
          </a>
          {isEnabled ? (
            <details class="ask">
              <summary>{actions.disable}</summary>
              <form method="post" action={`/admin/users/${user.id}/disable`}>
                <p>{messages.lists.guards.disable}</p>
                <button data-testid="disable-user">{actions.disable}</button>
              </form>
            </details>
          ) : (
            <form method="post" action={`/admin/users/${user.id}/enable`}>
              <button class="quiet" data-testid="enable-user">
                {actions.enable}
              </button>
            </form>
          )}
        </div>
      </section>
      {isEnabled && (
        <section class="card" aria-labelledby="link-title">
          <h2 id="link-title">{text.linkTitle}</h2>
          <p>{text.linkHint}</p>
          {link === undefined ? (
            linkExpiresAt !== null && (
              <p class="muted">
                {formatMessage(formatter.language, text.linkOpen, { at: formatter.instant(linkExpiresAt) })}
              </p>
            )
          ) : (
            <div class="stack" role="status">
              <p class="notice">{text.linkCreated}</p>
              <code class="secret" data-testid="invitation-link">
                {link}
              </code>
            </div>
          )}
          <form method="post" action={`/admin/users/${user.id}/invitation`}>
            <button data-testid="create-link">{text.createLink}</button>
          </form>
        </section>
      )}
      <SessionList
        messages={messages}
        formatter={formatter}
        sessions={sessions}
        action={`/admin/users/${user.id}/sessions/end`}
      />
      <RecordHistory {...history} />
    </>
  );
}

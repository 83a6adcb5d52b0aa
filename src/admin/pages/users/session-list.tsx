/** @jsxImportSource preact */
import { describeBrowser } from './describe-browser.js';
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import type { Messages } from '../../i18n/messages.js';
import { Badge } from '../../shell/components/badge.js';
import { RecordTable } from '../../shell/components/record-table.js';
import type { SessionInfo } from '../../../auth/index.js';

interface SessionListProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly sessions: readonly (SessionInfo & { readonly isCurrent: boolean })[];
  /** Where the form that ends a session is sent. */
  readonly action: string;
}

/** The sessions of a person, and a button that ends each of them. */
export function SessionList({ messages, formatter, sessions, action }: SessionListProps) {
  const text = messages.operators.users;
  return (
    <section class="card" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{text.sessions}</h2>
      {sessions.length === 0 ? (
        <p class="muted">{text.noSessions}</p>
      ) : (
        <RecordTable
          labelledBy="sessions-title"
          headings={[text.browser, text.address, text.loggedInAt, text.seenAt, messages.lists.controls.actions]}
        >
          {sessions.map((session) => (
            <tr key={session.key} data-testid="session">
              <th scope="row">
                {describeBrowser(session.userAgent) ?? text.unknownBrowser}{' '}
                {session.isCurrent && <Badge tone="info">{text.thisBrowser}</Badge>}
              </th>
              <td>{session.address ?? messages.lists.none}</td>
              <td data-label={text.loggedInAt}>{formatter.instant(session.createdAt)}</td>
              <td data-label={text.seenAt}>{formatter.instant(session.seenAt)}</td>
              <td>
                <form method="post" action={action}>
                  <input type="hidden" name="session" value={session.key} />
                  <button class="quiet" data-testid="end-session">
                    {text.end}
                  </button>
                </form>
              </td>
            </tr>
          ))}
        </RecordTable>
      )}
    </section>
  );
}

/** @jsxImportSource preact */
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import { formatMessage } from '../../i18n/format-message.js';
import type { Messages } from '../../i18n/messages.js';
import { RecordTable } from '../../shell/components/record-table.js';
import { TOKEN_ROLES, type TokenInfo } from '../../../auth/index.js';

/** What became of the form for a new token: the token, which is shown once, or the problem of each field. */
export type TokenForm =
  | { readonly kind: 'created'; readonly token: string }
  | { readonly kind: 'invalid'; readonly problems: Readonly<Record<string, string>> };

interface ApiTokensProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly tokens: readonly TokenInfo[];
  readonly form: TokenForm | undefined;
}

/** The tokens of scripts and monitors, and the form for a new one. */
export function ApiTokens({ messages, formatter, tokens, form }: ApiTokensProps) {
  const text = messages.operators.status;
  const valid = tokens.filter(({ revokedAt }) => revokedAt === null);
  return (
    <section class="card" id="tokens" aria-labelledby="tokens-title">
      <h2 id="tokens-title">{text.tokens}</h2>
      {form?.kind === 'created' && (
        <div class="stack" role="status">
          <p class="notice">{text.tokenCreated}</p>
          <code class="secret" data-testid="new-token">
            {form.token}
          </code>
        </div>
      )}
      {valid.length === 0 ? (
        <p class="muted">{text.noTokens}</p>
      ) : (
        <RecordTable
          labelledBy="tokens-title"
          headings={[text.tokenName, text.role, text.createdAt, text.expiresAt, messages.lists.controls.actions]}
        >
          {valid.map((token) => (
            <TokenRow key={token.id} token={token} messages={messages} formatter={formatter} />
          ))}
        </RecordTable>
      )}
      <NewToken messages={messages} problems={form?.kind === 'invalid' ? form.problems : {}} />
    </section>
  );
}

interface TokenRowProps {
  readonly token: TokenInfo;
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
}

function TokenRow({ token, messages, formatter }: TokenRowProps) {
  const text = messages.operators.status;
  const { id, name, role, createdAt, expiresAt } = token;
  return (
    <tr data-testid="token">
      <th scope="row">{name}</th>
      <td>{messages.pages.account.roles[role]}</td>
      <td data-label={text.createdAt}>{formatter.instant(createdAt)}</td>
      <td data-label={text.expiresAt}>{expiresAt === null ? text.never : formatter.instant(expiresAt)}</td>
      <td>
        <details class="ask">
          <summary>
            {text.revoke}
            <span class="hidden" data-verbatim>
              {' '}
              {name}
            </span>
          </summary>
          <form method="post" action={`/admin/status/tokens/${id}/revoke`}>
            <p>{formatMessage(formatter.language, text.revokeQuestion, { name })}</p>
            <button data-testid="revoke-token">{text.revoke}</button>
          </form>
        </details>
      </td>
    </tr>
  );
}

interface NewTokenProps {
  readonly messages: Messages;
  readonly problems: Readonly<Record<string, string>>;
}

function NewToken({ messages, problems }: NewTokenProps) {
  const text = messages.operators.status;
  return (
    <form class="line" method="post" action="/admin/status/tokens#tokens">
      <label>
        <span>{text.tokenName}</span>
        <input name="name" maxLength={100} required autocomplete="off" {...invalid('name', problems)} />
        <FieldProblem name="name" problems={problems} />
      </label>
      <label>
        <span>{text.role}</span>
        <select name="role">
          {TOKEN_ROLES.map((role) => (
            <option key={role} value={role} selected={role === 'monitor'}>
              {messages.pages.account.roles[role]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{text.validDays}</span>
        <input name="days" type="number" min={1} max={3650} {...invalid('days', problems)} />
        <FieldProblem name="days" problems={problems} />
      </label>
      <button data-testid="create-token">{text.createToken}</button>
    </form>
  );
}

function invalid(name: string, problems: NewTokenProps['problems']) {
  return name in problems
    ? { 'aria-invalid': 'true' as const, 'aria-describedby': `token-${name}-error`, autofocus: true }
    : {};
}

function FieldProblem({ name, problems }: { readonly name: string } & Pick<NewTokenProps, 'problems'>) {
  const problem = problems[name];
  if (problem === undefined) return null;
  return (
    <small class="error" role="alert" id={`token-${name}-error`}>
      {problem}
    </small>
  );
}

/** @jsxImportSource preact */
import { formatMessage } from '../../i18n/format-message.js';
import type { Language, Messages } from '../../i18n/messages.js';
import { Breadcrumbs } from '../../shell/components/breadcrumbs.js';

/** What the page shows: there is no bot, no chat is linked, the code that links one, or what is sent to the linked chat. */
export type TelegramView =
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'unlinked'; readonly wasBlocked: boolean }
  | { readonly kind: 'code'; readonly code: string; readonly botName: string | null }
  | {
      readonly kind: 'linked';
      readonly digestAt: string;
      readonly isSaved: boolean;
      readonly isAdmin: boolean;
      readonly hasWrongTime: boolean;
    };

interface TelegramPageProps {
  readonly messages: Messages['pages']['telegram'];
  /** What screen readers call the way back. */
  readonly path: string;
  readonly language: Language;
  readonly view: TelegramView;
  /** The zone of the time of day, as people name it. */
  readonly zone: string;
}

/** Links a Telegram chat to the account of the person, and says what is sent there. */
export function TelegramPage({ messages, path, language, view, zone }: TelegramPageProps) {
  return (
    <section class="card">
      <Breadcrumbs label={path} path={[['/admin/account', messages.back]]} />
      <h1>Telegram</h1>
      {view.kind === 'unavailable' && <p class="muted">{messages.unavailable}</p>}
      {view.kind === 'unlinked' && (
        <>
          {view.wasBlocked && (
            <p class="notice" role="alert">
              {messages.blocked}
            </p>
          )}
          <p>{messages.about}</p>
          <ActionForm action="link" label={messages.link} />
        </>
      )}
      {view.kind === 'code' && <Code messages={messages} code={view.code} botName={view.botName} />}
      {view.kind === 'linked' && (
        <>
          <p>{messages.linked}</p>
          {view.isSaved && (
            <p class="notice" role="status">
              {messages.saved}
            </p>
          )}
          <DigestForm messages={messages} language={language} zone={zone} view={view} />
          {view.isAdmin && <p>{messages.alerts}</p>}
          <ActionForm action="unlink" label={messages.unlink} />
        </>
      )}
    </section>
  );
}

function ActionForm({ action, label }: { readonly action: string; readonly label: string }) {
  return (
    <form method="post" action="/admin/telegram">
      <input type="hidden" name="action" value={action} />
      <button class={action === 'unlink' ? 'quiet' : undefined}>{label}</button>
    </form>
  );
}

interface CodeProps {
  readonly messages: Messages['pages']['telegram'];
  readonly code: string;
  readonly botName: string | null;
}

function Code({ messages, code, botName }: CodeProps) {
  return (
    <>
      {botName !== null && (
        <p>
          <a
            href={`https://t.me/${encodeURIComponent(botName)}?start=${code}`}
            target="_blank"
            rel="noopener noreferrer"
          >
            {messages.openBot}
          </a>
        </p>
      )}
      <p>
        {messages.sendCode} <code data-testid="telegram-code">{code}</code>
      </p>
      <p>{messages.codeExpires}</p>
      <p>
        <a href="/admin/telegram">{messages.check}</a>
      </p>
    </>
  );
}

interface DigestFormProps extends Pick<TelegramPageProps, 'messages' | 'language' | 'zone'> {
  readonly view: Extract<TelegramView, { kind: 'linked' }>;
}

function DigestForm({ messages, language, zone, view: { digestAt, hasWrongTime } }: DigestFormProps) {
  const isTime = digestAt !== 'off' && digestAt !== 'after_run';
  const choices = [
    ['off', messages.off],
    ['after_run', messages.afterRun],
    ['at', formatMessage(language, messages.at, { zone })],
  ] as const;
  const chosen = isTime ? 'at' : digestAt;
  return (
    <form method="post" action="/admin/telegram">
      <input type="hidden" name="action" value="digest" />
      <fieldset>
        <legend>{messages.digest}</legend>
        {choices.map(([value, text]) => (
          <label key={value}>
            <input type="radio" name="when" value={value} checked={value === chosen} /> {text}
          </label>
        ))}
        <label>
          <span>{messages.time}</span>
          <input
            type="time"
            name="time"
            value={isTime ? digestAt : '09:30'}
            {...(hasWrongTime && {
              'aria-invalid': 'true' as const,
              'aria-describedby': 'time-error',
              autofocus: true,
            })}
          />
          {hasWrongTime && (
            <small class="error" role="alert" id="time-error">
              {messages.wrongTime}
            </small>
          )}
        </label>
      </fieldset>
      <button>{messages.save}</button>
    </form>
  );
}

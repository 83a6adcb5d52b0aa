/** @jsxImportSource preact */
import { renderSVG } from 'uqr';
import { FormField } from './form-field.js';
import type { Messages } from '../../i18n/messages.js';
import { Breadcrumbs } from '../../shell/components/breadcrumbs.js';
import type { Enrolment } from '../../../auth/index.js';

/** What the page shows: the state, the secret for the app, or the recovery codes, which are shown once. */
export type SecondFactorView =
  | { readonly kind: 'off' }
  | { readonly kind: 'on' }
  | { readonly kind: 'enrol'; readonly enrolment: Enrolment; readonly hasWrongCode: boolean }
  | { readonly kind: 'enabled'; readonly recoveryCodes: readonly string[] };

interface SecondFactorPageProps {
  readonly messages: Messages['pages']['secondFactor'];
  /** What screen readers call the way back. */
  readonly path: string;
  readonly view: SecondFactorView;
}

/** Turns the codes of an authenticator app on and off. */
export function SecondFactorPage({ messages, path, view }: SecondFactorPageProps) {
  return (
    <section class="card">
      <Breadcrumbs label={path} path={[['/admin/account', messages.back]]} />
      <h1>{messages.title}</h1>
      {view.kind === 'off' && <ActionForm text={messages.off} action="begin" label={messages.begin} />}
      {view.kind === 'on' && <ActionForm text={messages.on} action="disable" label={messages.disable} />}
      {view.kind === 'enrol' && <EnrolmentForm messages={messages} {...view} />}
      {view.kind === 'enabled' && (
        <>
          <p role="status">{messages.enabled}</p>
          <pre>{view.recoveryCodes.join('\n')}</pre>
        </>
      )}
    </section>
  );
}

function ActionForm({
  text,
  action,
  label,
}: {
  readonly text: string;
  readonly action: string;
  readonly label: string;
}) {
  return (
    <form method="post" action="/admin/second-factor">
      <p>{text}</p>
      <input type="hidden" name="action" value={action} />
      <button>{label}</button>
    </form>
  );
}

interface EnrolmentFormProps {
  readonly messages: Messages['pages']['secondFactor'];
  readonly enrolment: Enrolment;
  readonly hasWrongCode: boolean;
}

function EnrolmentForm({ messages, enrolment, hasWrongCode }: EnrolmentFormProps) {
  return (
    <form method="post" action="/admin/second-factor">
      <p>{messages.scan}</p>
      <div role="img" aria-label={messages.qr} dangerouslySetInnerHTML={{ __html: renderSVG(enrolment.uri) }} />
      <p>
        {messages.secret} <code data-testid="totp-secret">{enrolment.secret}</code>
      </p>
      <FormField
        name="code"
        label={messages.code}
        autocomplete="one-time-code"
        error={hasWrongCode ? messages.wrongCode : undefined}
        autofocus
      />
      <input type="hidden" name="action" value="enable" />
      <button>{messages.enable}</button>
    </form>
  );
}

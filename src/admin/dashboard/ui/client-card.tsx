/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { mayAct, type Model } from '../shared/model.js';
import type { ClientView } from '../server/dashboard.dto.js';
import { phoneAddress, telegramAddress, whatsappAddress } from '../../shell/contact-links.js';
import { EditableText } from './client/editable-text.js';
import { useI18n } from './i18n-context.js';

/** The notes and contacts of a restaurant. The texts are shown as typed, never as markup. */
export function ClientCard({ model, view }: { model: Model; view: ClientView }) {
  const { page, card, reach } = view;
  const { messages, format } = useI18n();
  const since = card.startDate ?? reach?.from ?? null;
  const { id, status, archivedAt } = page.client;
  return (
    <section class="card about" aria-label={messages.card.label}>
      <p>
        <span class={`tag ${archivedAt ? 'archived' : status}`}>
          {messages.status[archivedAt ? 'archived' : status]}
        </span>
        <a href={`/admin/resources/clients/records/${id}/edit`}>{messages.card.edit}</a>
      </p>
      <p>
        <a href={`/admin/clients/${id}/report`}>{messages.card.report}</a>
      </p>
      <dl>
        <Entry label={messages.card.contact}>{card.contactName}</Entry>
        <Entry label={messages.card.phone}>{card.contactPhone && <Phone text={card.contactPhone} />}</Entry>
        <Entry label={messages.card.telegram}>
          {card.contactTelegram && (
            <OutsideLink address={telegramAddress(card.contactTelegram)}>{card.contactTelegram}</OutsideLink>
          )}
        </Entry>
        <Entry label={messages.card.since}>{since && format.day(since)}</Entry>
        <Entry label={messages.card.goals}>
          <EditableText key={id} view={view} field="goals" label={messages.card.goals} />
        </Entry>
        <Entry label={messages.card.notes}>
          <EditableText key={id} view={view} field="notes" label={messages.card.notes} />
        </Entry>
      </dl>
      {mayAct(model) && (
        <p>
          <a href={`/admin/clients/${id}/exact`}>{messages.card.exact}</a>
          <a href={`/admin/clients/${id}/source`}>{messages.card.upstreamName}</a>
        </p>
      )}
    </section>
  );
}

/** A phone number that can be called, with its chat on WhatsApp; plain text where it is no number. */
function Phone({ text }: { text: string }) {
  const address = phoneAddress(text);
  if (address === null) return <>{text}</>;
  return (
    <>
      <a href={address}>{text}</a> <OutsideLink address={whatsappAddress(text)}>WhatsApp</OutsideLink>
    </>
  );
}

/** A link to another site in a tab of its own; plain text without an address. */
function OutsideLink({ address, children }: { address: string | null; children: string }) {
  if (address === null) return <>{children}</>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

function Entry({ label, children }: { label: string; children: ComponentChildren }) {
  const { messages } = useI18n();
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children ?? <span class="none">{messages.card.nothing}</span>}</dd>
    </div>
  );
}

/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { mayAct, type Model } from '../shared/model.js';
import type { ClientView } from '../shared/wire.js';
import { useLook } from './look.js';

/** What is written about a restaurant. Texts stand as they were typed; nothing in them is markup. */
export function ClientCard({ model, view: { page, card, reach } }: { model: Model; view: ClientView }) {
  const { words, format } = useLook();
  const since = card.startDate ?? reach?.from ?? null;
  const { id, status, archivedAt } = page.client;
  return (
    <section class="card about" aria-label={words.card.label}>
      <p>
        <span class={`tag ${archivedAt ? 'archived' : status}`}>{words.status[archivedAt ? 'archived' : status]}</span>
        <a href={`/admin/resources/clients/records/${id}/edit`}>{words.card.edit}</a>
      </p>
      <dl>
        <Entry label={words.card.contact}>{card.contactName}</Entry>
        <Entry label={words.card.phone}>{card.contactPhone}</Entry>
        <Entry label={words.card.telegram}>{card.contactTelegram}</Entry>
        <Entry label={words.card.since}>{since && format.day(since)}</Entry>
        <Entry label={words.card.goals}>{card.goals}</Entry>
        <Entry label={words.card.notes}>{card.notes}</Entry>
      </dl>
      {mayAct(model) && (
        <p>
          <a href={`/admin/clients/${id}/exact`}>{words.card.exact}</a>
          <a href={`/admin/clients/${id}/source`}>{words.card.source}</a>
        </p>
      )}
    </section>
  );
}

function Entry({ label, children }: { label: string; children: ComponentChildren }) {
  const { words } = useLook();
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children ?? <span class="none">{words.card.nothing}</span>}</dd>
    </div>
  );
}

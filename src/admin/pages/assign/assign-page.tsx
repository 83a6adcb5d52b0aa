/** @jsxImportSource preact */
import { formatMessage } from '../../i18n/format-message.js';
import type { Language, Messages } from '../../i18n/messages.js';
import { ProblemBanner } from '../data-repair/problem-banner.js';
import { CLIENT_STATUSES, type Client } from '../../../clients/index.js';

interface AssignPageProps {
  readonly language: Language;
  readonly messages: Messages;
  readonly selected: readonly Pick<Client, 'id' | 'name'>[];
  /** Those who may manage restaurants. */
  readonly managers: readonly { readonly id: number; readonly email: string }[];
  /** The query of the list, which the form keeps, and the address of the list with it. */
  readonly list: string;
  readonly back: string;
  readonly problem: string | null;
}

/** Gives the restaurants that were selected in the list a manager, a status or both. */
export function AssignPage({ language, messages, selected, managers, list, back, problem }: AssignPageProps) {
  const { assign } = messages.pages;
  return (
    <section class="card">
      <h1>{assign.title}</h1>
      {problem !== null && <ProblemBanner problem={problem} />}
      <p>
        {formatMessage(language, assign.selected, { count: selected.length })}{' '}
        {selected.map(({ id, name }, at) => (
          <span key={id}>
            {at > 0 && ', '}
            <bdi>{name}</bdi>
          </span>
        ))}
      </p>
      <form method="post" action="/admin/clients/assign">
        <input type="hidden" name="ids" value={selected.map(({ id }) => id).join()} />
        <input type="hidden" name="list" value={list} />
        <label>
          <span>{messages.lists.fields.managerId}</span>
          <select name="manager">
            <option value="keep">{assign.keep}</option>
            <option value="none">{assign.nobody}</option>
            {managers.map(({ id, email }) => (
              <option key={id} value={id}>
                {email}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{messages.lists.fields.status}</span>
          <select name="status">
            <option value="keep">{assign.keep}</option>
            {CLIENT_STATUSES.map((status) => (
              <option key={status} value={status}>
                {messages.lists.values.status[status]}
              </option>
            ))}
          </select>
        </label>
        <button>{assign.submit}</button>
      </form>
      <p>
        <a href={back}>{assign.back}</a>
      </p>
    </section>
  );
}

/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import type { Model } from '../shared/model.js';
import { addressOf } from './i18n-context.js';

/** A list with a title beside the charts. */
export function Card({ title, testid, children }: { title: string; testid: string; children: ComponentChildren }) {
  return (
    <section class="card" data-testid={testid}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface CardEntryProps {
  readonly model: Model;
  readonly id: number;
  readonly name: string;
  readonly children: ComponentChildren;
}

/** A restaurant in a card, with a link to its page. */
export function CardEntry({ model, id, name, children }: CardEntryProps) {
  return (
    <li data-client-id={id}>
      <a href={addressOf(model.state, { client: id })} data-view>
        <bdi>{name}</bdi>
      </a>
      <div class="entry">{children}</div>
    </li>
  );
}

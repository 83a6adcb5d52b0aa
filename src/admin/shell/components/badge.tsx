/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

/** What a status means for a person: all is well, look at it, something is wrong, it goes on, it does not matter. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'neutral';

/** A word in the colour of its meaning. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }) {
  return <span class={`ds-badge ds-${tone}`}>{children}</span>;
}

/** @jsxImportSource preact */
import type { Messages } from '../../i18n/messages.js';
import { THEMES, type Theme } from '../../shell/theme.js';

interface ThemeChoiceProps {
  readonly messages: Messages['pages']['account']['theme'];
  readonly theme: Theme;
}

/** The choice of the colours of the panel, which this browser keeps. */
export function ThemeChoice({ messages, theme }: ThemeChoiceProps) {
  return (
    <form class="card" method="post" action="/admin/theme" aria-labelledby="theme-title">
      <h2 id="theme-title">{messages.title}</h2>
      <div class="steps">
        {THEMES.map((name) => (
          <button
            key={name}
            class={name === theme ? '' : 'quiet'}
            name="theme"
            value={name}
            aria-pressed={name === theme}
            data-testid={`theme-${name}`}
          >
            {messages[name]}
          </button>
        ))}
      </div>
    </form>
  );
}

/** @jsxImportSource preact */
import type { DashboardMessages } from '../../i18n/dashboard-messages.js';
import { useI18n } from './i18n-context.js';

/** A figure that has a definition. */
export type DefinedFigure = Exclude<keyof DashboardMessages['definitions'], 'label'>;

/** A question mark beside a figure that shows what the figure means. It opens without a script, by pointer, touch and keyboard. */
export function Definition({ of }: { of: DefinedFigure }) {
  const { messages } = useI18n();
  return (
    <details class="definition" name="definition">
      <summary aria-label={`${messages.definitions.label} ${messages.figures[of]}`}>?</summary>
      <p>{messages.definitions[of]}</p>
    </details>
  );
}

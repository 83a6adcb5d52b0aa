/** @jsxImportSource preact */
import type { Model } from '../shared/model.js';
import { intervalOf } from '../shared/state.js';
import { addressOf, classes, useI18n } from './i18n-context.js';
import { INTERVALS } from '../../../domain/index.js';

/** A few choices as links, so that each has an address. */
export function Choice<T extends string>({
  label,
  name,
  choices,
  chosen,
  textOf,
  addressOf: addressOfChoice,
}: {
  label: string;
  name: string;
  choices: readonly T[];
  chosen: T;
  textOf: (choice: T) => string;
  addressOf: (choice: T) => string;
}) {
  return (
    <span class="segments" role="group" aria-label={label}>
      <span aria-hidden="true">{label}</span>
      {choices.map((choice) => (
        <a
          key={choice}
          class={classes('choice', choice === chosen && 'selected')}
          aria-current={choice === chosen ? 'true' : undefined}
          href={addressOfChoice(choice)}
          data-view
          data-testid={`${name}-${choice}`}
        >
          {textOf(choice)}
        </a>
      ))}
    </span>
  );
}

/** By which interval the charts below it add days up. */
export function IntervalChoice({ model: { state, board } }: { model: Model }) {
  const { messages } = useI18n();
  return (
    <div class="chart-options">
      <Choice
        label={messages.interval.label}
        name="interval"
        choices={INTERVALS}
        chosen={intervalOf(state, board.today)}
        textOf={(interval) => messages.interval[interval]}
        addressOf={(interval) => addressOf(state, { interval })}
      />
    </div>
  );
}

/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { requestedPeriod, type Model } from '../shared/model.js';
import { PRESETS } from '../shared/presets.js';
import { comparisonOf, exportAddress, listComparisons, PLATFORM_CHOICES } from '../shared/state.js';
import { Choice } from './choice.js';
import { addressOf, classes, useActions, useI18n } from './i18n-context.js';
import { addDays, parseDay, type Day, COMPARISONS, MAX_PERIOD_DAYS, countDays } from '../../../domain/index.js';

/** Which numbers the page shows: period, comparison, with or without fake orders; and their export. */
export function Controls({ model }: { model: Model }) {
  const { messages } = useI18n();
  const actions = useActions();
  const { state, board, viewer } = model;
  const [isCustomOpen, setCustomOpen] = useState(false);
  return (
    <div class="controls">
      <div class="presets" role="group" aria-label={messages.period.label}>
        {PRESETS.map((preset) => (
          <a
            key={preset}
            class={classes('choice', state.period === preset && 'selected')}
            aria-current={state.period === preset ? 'true' : undefined}
            href={addressOf(state, { period: preset })}
            data-view
            data-testid={`period-${preset}`}
          >
            {messages.period[preset]}
          </a>
        ))}
        <button
          class={classes('choice', typeof state.period !== 'string' && 'selected')}
          aria-expanded={isCustomOpen}
          data-testid="period-custom"
          onClick={() => setCustomOpen(!isCustomOpen)}
        >
          {messages.period.custom}
        </button>
      </div>
      {isCustomOpen && <CustomPeriod model={model} />}
      <div class="options">
        <select
          class="period-select"
          data-testid="period-select"
          aria-label={messages.period.label}
          onChange={({ currentTarget }) => {
            const period = PRESETS.find((known) => known === currentTarget.value);
            setCustomOpen(!period);
            if (period) actions.navigate({ period });
          }}
        >
          {PRESETS.map((preset) => (
            <option key={preset} value={preset} selected={state.period === preset}>
              {messages.period[preset]}
            </option>
          ))}
          <option value="custom" selected={typeof state.period !== 'string'}>
            {messages.period.custom}
          </option>
        </select>
        <label>
          <span class="hidden">{messages.compare.label}</span>
          <select
            data-testid="compare"
            onChange={({ currentTarget }) => {
              const compare = COMPARISONS.find((known) => known === currentTarget.value);
              if (compare) actions.navigate({ compare });
              else actions.navigate({ compare: { from: board.comparePeriod?.from ?? addDays(board.period.from, -7) } });
            }}
          >
            {listComparisons(state, board.today).map((compare) => (
              <option key={compare} value={compare} selected={compare === comparisonOf(state, board.today)}>
                {messages.compare[compare]}
              </option>
            ))}
            <option value="own" selected={typeof comparisonOf(state, board.today) !== 'string'}>
              {messages.compare.own}
            </option>
          </select>
          {typeof state.compare === 'object' && state.compare && (
            <>
              {' '}
              {messages.compare.ownFrom}{' '}
              <input
                type="date"
                data-testid="compare-from"
                aria-label={messages.compare.own}
                value={state.compare.from}
                onChange={({ currentTarget }) => {
                  const from = parseDay(currentTarget.value);
                  if (from) actions.navigate({ compare: { from } });
                }}
              />
            </>
          )}
        </label>
        <Choice
          label={messages.platform.label}
          name="platform"
          choices={PLATFORM_CHOICES}
          chosen={state.platform}
          textOf={(platform) => (platform === 'all' ? messages.platform.all : messages.platforms[platform])}
          addressOf={(platform) => addressOf(state, { platform })}
        />
        <label title={messages.excludeFakeHint}>
          <input
            type="checkbox"
            data-testid="exclude-fake"
            checked={state.excludeFake}
            onChange={({ currentTarget }) => actions.navigate({ excludeFake: currentTarget.checked })}
          />{' '}
          {messages.excludeFake}
        </label>
        <a
          class="export"
          data-testid="export-csv"
          href={exportAddress('csv', state, board.today, viewer.id)}
          download
          title={messages.exportHint}
          aria-label={messages.exportCsv}
        >
          CSV ↓
        </a>
        <a
          class="export"
          data-testid="export-xlsx"
          href={exportAddress('xlsx', state, board.today, viewer.id)}
          download
          title={messages.exportHint}
          aria-label={messages.exportXlsx}
        >
          Excel ↓
        </a>
      </div>
    </div>
  );
}

function CustomPeriod({ model }: { model: Model }) {
  const { messages } = useI18n();
  const actions = useActions();
  const [isInvalid, setInvalid] = useState(false);
  const requested = requestedPeriod(model);
  const yesterday = addDays(model.board.today, -1);
  return (
    <form
      class="own-period"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const [from, to] = [parseDayField(form, 'from'), parseDayField(form, 'to')];
        const isValid = from !== null && to !== null && from <= to && countDays({ from, to }) <= MAX_PERIOD_DAYS;
        setInvalid(!isValid);
        if (isValid) actions.navigate({ period: { from, to } });
        else event.currentTarget.querySelector('input')?.focus();
      }}
    >
      <label>
        {messages.period.from} <input type="date" name="from" defaultValue={requested.from} max={yesterday} required />
      </label>
      <label>
        {messages.period.to} <input type="date" name="to" defaultValue={requested.to} max={yesterday} required />
      </label>
      <button data-testid="period-apply">{messages.period.apply}</button>
      {isInvalid && (
        <p class="wrong" role="alert">
          {messages.period.invalid}
        </p>
      )}
    </form>
  );
}

function parseDayField(form: FormData, name: string): Day | null {
  const text = form.get(name);
  return typeof text === 'string' ? parseDay(text) : null;
}

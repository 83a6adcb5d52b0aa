/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { addDays, dayAt, parseDay, type Day } from '../../../stats/day.js';
import { NOTHING } from '../shared/format.js';
import { COMPARISONS, MAX_PERIOD_DAYS, periodLength } from '../../../stats/period.js';
import { askedPeriod, type Model } from '../shared/model.js';
import { presetPeriod, PRESETS } from '../shared/presets.js';
import { exportAddress } from '../shared/state.js';
import { addressOf, classes, useActions, useLook } from './look.js';

/** Period, comparison, fake orders, export: what is asked of the numbers. */
export function Controls({ model }: { model: Model }) {
  const { words } = useLook();
  const actions = useActions();
  const { state, board, viewer } = model;
  const [custom, openCustom] = useState(false);
  return (
    <div class="controls">
      <div class="presets" role="group" aria-label={words.period.label}>
        {PRESETS.map((preset) => (
          <a
            key={preset}
            class={classes('choice', state.period === preset && 'chosen')}
            aria-current={state.period === preset ? 'true' : undefined}
            href={addressOf(state, { period: preset })}
            data-view
            data-testid={`period-${preset}`}
          >
            {words.period[preset]}
          </a>
        ))}
        <button
          class={classes('choice', typeof state.period !== 'string' && 'chosen')}
          aria-expanded={custom}
          data-testid="period-custom"
          onClick={() => openCustom(!custom)}
        >
          {words.period.custom}
        </button>
      </div>
      {custom && <OwnPeriod model={model} />}
      <div class="asks">
        <label>
          {words.compare.label}{' '}
          <select
            data-testid="compare"
            onChange={({ currentTarget }) => {
              const compare = COMPARISONS.find((known) => known === currentTarget.value);
              if (compare) actions.go({ compare });
            }}
          >
            {COMPARISONS.map((compare) => (
              <option key={compare} value={compare} selected={compare === state.compare}>
                {words.compare[compare]}
              </option>
            ))}
          </select>
        </label>
        <label title={words.excludeFakeHint}>
          <input
            type="checkbox"
            data-testid="exclude-fake"
            checked={state.excludeFake}
            onChange={({ currentTarget }) => actions.go({ excludeFake: currentTarget.checked })}
          />{' '}
          {words.excludeFake}
        </label>
        <a
          class="export"
          data-testid="export-csv"
          href={exportAddress(state, board.today, viewer.id)}
          download
          title={words.exportHint}
        >
          {words.exportCsv}
        </a>
      </div>
    </div>
  );
}

function OwnPeriod({ model }: { model: Model }) {
  const { words } = useLook();
  const actions = useActions();
  const [wrong, setWrong] = useState(false);
  const asked = askedPeriod(model);
  const yesterday = addDays(model.board.today, -1);
  return (
    <form
      class="own-period"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const [from, to] = [dayIn(form, 'from'), dayIn(form, 'to')];
        const good = from !== null && to !== null && from <= to && periodLength({ from, to }) <= MAX_PERIOD_DAYS;
        setWrong(!good);
        if (good) actions.go({ period: { from, to } });
      }}
    >
      <label>
        {words.period.from} <input type="date" name="from" defaultValue={asked.from} max={yesterday} required />
      </label>
      <label>
        {words.period.to} <input type="date" name="to" defaultValue={asked.to} max={yesterday} required />
      </label>
      <button data-testid="period-apply">{words.period.apply}</button>
      {wrong && (
        <p class="wrong" role="alert">
          {words.period.wrong}
        </p>
      )}
    </form>
  );
}

function dayIn(form: FormData, name: string): Day | null {
  const text = form.get(name);
  return typeof text === 'string' ? parseDay(text) : null;
}

/** Which days are on the screen, how far the data reach and when they were copied. */
export function Facts({ model }: { model: Model }) {
  const { words, format } = useLook();
  const { state, board, client, timeZone } = model;
  const { freshness, comparePeriod, period } = client?.page ?? board;
  const { grab, gojek } = freshness.dataThrough;
  const through =
    grab === gojek
      ? words.freshness.through(grab ? format.day(grab) : NOTHING)
      : words.freshness.throughEach(
          grab ? format.day(grab) : words.freshness.never1,
          gojek ? format.day(gojek) : words.freshness.never1,
        );
  const { syncedAt } = freshness;
  const today = syncedAt !== null && dayAt(new Date(syncedAt), timeZone) === board.today;
  const synced =
    syncedAt === null
      ? words.freshness.neverSynced
      : `${words.freshness.synced(today ? format.time(syncedAt) : format.instant(syncedAt))} (${words.freshness.zone(timeZone)})`;
  const fallback = typeof state.period === 'string' && presetPeriod(state.period, board.today).fallback;
  return (
    <div class="facts">
      <p>
        <b>{format.period(period)}</b> ({words.period.days(periodLength(period))}){' '}
        {comparePeriod && <span class="muted">{words.compare.versus(format.period(comparePeriod))}</span>}
      </p>
      <p data-testid="freshness" data-state={freshness.state} class={`freshness ${freshness.state}`}>
        {freshness.state !== 'never' && `${through} · ${synced} · `}
        <b>{words.freshness[freshness.state]}</b>
      </p>
      {fallback && (state.period === 'this-week' || state.period === 'month') && (
        <p class="muted">{words.period.fallback[state.period]}</p>
      )}
    </div>
  );
}

/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { NOTHING } from '../../i18n/locale-formatter.js';
import { missesOnlyYesterday, type Model } from '../shared/model.js';
import { presetPeriod } from '../shared/presets.js';
import { comparisonOf } from '../shared/state.js';
import { Banners } from './banners.js';
import { MatchedBadge } from './delta.js';
import { addressOf, timeZoneName, useI18n } from './i18n-context.js';
import { countDays, dayAt } from '../../../domain/index.js';

/** The period of the numbers on the page. */
export function ShownPeriod({ model: { board, client } }: { model: Model }) {
  const { messages, format, t } = useI18n();
  const { period } = client?.page ?? board;
  return (
    <p class="shown-period">
      <b>{format.period(period)}</b> ({t(messages.period.days, { count: countDays(period) })})
    </p>
  );
}

/** What the numbers on the page are: what they are compared with, how fresh they are, and who did not report yesterday. */
export function Facts({ model }: { model: Model }) {
  const { messages, format, t } = useI18n();
  const { shown, board, client } = model;
  const { comparePeriod } = client?.page ?? board;
  const fallback = typeof shown.period === 'string' && presetPeriod(shown.period, board.today).fallback;
  const comparison = comparisonOf(shown, board.today);
  return (
    <div class="facts">
      <Banners model={model} />
      {comparePeriod && (
        <p class="muted" data-testid="versus">
          {t(messages.compare.versus, { period: format.period(comparePeriod) })}{' '}
          {messages.compare.why[typeof comparison === 'string' ? comparison : 'own']}{' '}
          <MatchedBadge matched={client ? client.page.summary.matched : board.totals.matched} />
        </p>
      )}
      <FreshnessLine model={model} />
      {client === null && <YesterdayLines model={model} />}
      {fallback && (shown.period === 'this-week' || shown.period === 'month') && (
        <p class="muted">{messages.period.fallback[shown.period]}</p>
      )}
    </div>
  );
}

function FreshnessLine({ model }: { model: Model }) {
  const { messages, format, t } = useI18n();
  const { board, client, timeZone } = model;
  const { freshness } = client?.page ?? board;
  const { grab, gojek } = freshness.dataThrough;
  const through =
    grab === gojek
      ? t(messages.freshness.through, { day: grab ? format.day(grab) : NOTHING })
      : t(messages.freshness.throughEach, {
          grab: grab ? format.day(grab) : messages.freshness.neverReported,
          gojek: gojek ? format.day(gojek) : messages.freshness.neverReported,
        });
  const { syncedAt } = freshness;
  const isToday = syncedAt !== null && dayAt(new Date(syncedAt), timeZone) === board.today;
  const synced =
    syncedAt === null
      ? messages.freshness.neverSynced
      : `${t(messages.freshness.synced, { time: isToday ? format.time(syncedAt) : format.instant(syncedAt) })} (${timeZoneName(messages, timeZone)})`;
  const day = format.day(freshness.yesterday.date);
  const describe = () => {
    switch (freshness.state) {
      case 'due':
        return client
          ? t(messages.freshness.clientDue, { day, time: freshness.dueBy })
          : t(messages.freshness.due, { time: freshness.dueBy });
      case 'late':
        return client ? t(messages.freshness.clientLate, { day }) : messages.freshness.late;
      case 'copying':
        return t(messages.freshness.copying, freshness.firstCopy ?? { copied: 0, total: 0 });
      case 'stale':
        return messages.freshness[missesOnlyYesterday(freshness) ? 'mostMissing' : 'stale'];
      case 'fresh':
      case 'never':
        return messages.freshness[freshness.state];
    }
  };
  return (
    <p data-testid="freshness" data-state={freshness.state} class={`freshness ${freshness.state}`}>
      {freshness.state !== 'never' && freshness.state !== 'copying' && `${through} · ${synced} · `}
      <b>{describe()}</b>
    </p>
  );
}

/** The one statement of the page about completeness: how many restaurants reported yesterday, and who did not. */
function YesterdayLines({ model }: { model: Model }) {
  const { messages, format, t } = useI18n();
  const { freshness, yesterday } = model.board;
  if (freshness.state === 'never' || freshness.state === 'copying') return null;
  const { date, expected, reported, missing, noLongerReporting, stopped } = yesterday;
  const day = format.day(date);
  return (
    <>
      {expected > 0 && (
        <p data-testid="yesterday" data-reported={reported} data-expected={expected}>
          {missing.length === 0
            ? t(messages.yesterday.complete, { day, expected })
            : t(messages.yesterday.reported, { day, reported, expected })}
          {missing.length > 0 && (
            <Names total={expected - reported}>
              {missing.map(({ id, name, platforms }) => (
                <ClientLink key={id} model={model} id={id} name={name}>
                  {platforms.length === 1 &&
                    ` (${platforms.map((platform) => messages.platforms[platform]).join(', ')})`}
                </ClientLink>
              ))}
            </Names>
          )}
        </p>
      )}
      {stopped > 0 && (
        <details class="muted" data-testid="stopped">
          <summary>{t(messages.yesterday.stopped, { count: stopped })}</summary>
          <Names total={stopped}>
            {noLongerReporting.map(({ id, name, since }) => (
              <ClientLink key={id} model={model} id={id} name={name}>
                {' '}
                ({t(messages.yesterday.since, { day: format.day(since) })},{' '}
                <a href={`/admin/resources/clients/records/${id}/edit`}>{messages.yesterday.pause}</a>)
              </ClientLink>
            ))}
          </Names>
        </details>
      )}
    </>
  );
}

/** Names with commas between them, and how many more there are. */
function Names({ total, children }: { total: number; children: readonly ComponentChildren[] }) {
  const { messages, t } = useI18n();
  return (
    <>
      {children.map((child, index) => (
        <>
          {index === 0 ? ' ' : ', '}
          {child}
        </>
      ))}
      {total > children.length && ` ${t(messages.yesterday.more, { count: total - children.length })}`}
    </>
  );
}

function ClientLink({
  model,
  id,
  name,
  children,
}: {
  model: Model;
  id: number;
  name: string;
  children?: ComponentChildren;
}) {
  return (
    <>
      <a href={addressOf(model.state, { client: id })} data-view>
        <bdi>{name}</bdi>
      </a>
      {children}
    </>
  );
}

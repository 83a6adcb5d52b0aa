/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { translateCode } from '../../i18n/translate-code.js';
import type { ClientView } from '../server/dashboard.dto.js';
import { findCompleteThrough, missesOnlyYesterday, type Model } from '../shared/model.js';
import type { RunDto } from '../../../sync/index.js';
import { timeZoneName, useActions, useI18n } from './i18n-context.js';

/** Codes of a run that got no response from the statistics server. */
const NO_RESPONSE: ReadonlySet<string> = new Set(['upstream_unreachable', 'upstream_timeout', 'upstream_error']);

/** Why the page may not show what was asked for: the session has ended, or the server does not respond. Stands above everything. */
export function ConnectionBanners({ model: { failure } }: { model: Model }) {
  const { messages, format, t } = useI18n();
  const actions = useActions();
  return (
    <div class="banners">
      {failure === 'session' && (
        <Banner kind="bad">
          {messages.banner.session}{' '}
          <a href={`/admin/login?next=${encodeURIComponent('/admin')}`}>{messages.banner.login}</a>
        </Banner>
      )}
      {failure === 'load' && (
        <Banner kind="bad">
          {messages.banner.failedLoad} <button onClick={() => actions.reload()}>{messages.banner.retry}</button>
        </Banner>
      )}
      {failure !== null && typeof failure === 'object' && (
        <Banner kind="bad">{t(messages.banner.server, { time: format.instant(failure.lostAt) })}</Banner>
      )}
    </div>
  );
}

/**
 * Warnings about the numbers: old data, restaurants that were not copied, rejected rows. The page of a restaurant names no others: "its numbers are from
 * before" would be read as a statement about that restaurant.
 */
export function Banners({ model }: { model: Model }) {
  const { messages, format, t } = useI18n();
  const { board, sync, failure, state, client, loading, timeZone } = model;
  const { freshness } = board;
  const run = sync.lastRun;
  const { notCopied, refused } = sync.incomplete;
  const notCopiedText = freshness.state === 'fresh' ? messages.banner.notCopiedComplete : messages.banner.notCopied;
  return (
    <div class="banners">
      {freshness.state === 'never' && <Banner kind="warn">{messages.banner.never}</Banner>}
      {freshness.state === 'copying' && freshness.firstCopy && (
        <Banner kind="warn" testid="first-copy">
          {t(messages.banner.copying, freshness.firstCopy)}
        </Banner>
      )}
      {freshness.state === 'stale' && <StaleBanner freshness={freshness} />}
      {run?.status === 'failed' && (
        <Banner kind="warn">
          {NO_RESPONSE.has(run.error?.code ?? '')
            ? freshness.state === 'fresh'
              ? t(messages.banner.offlineComplete, { day: format.day(freshness.yesterday.date) })
              : messages.banner.offline
            : `${messages.banner.failed} ${translateCode(messages.sync.reasons, run.error)}`}{' '}
          {sync.nextRunAt !== null &&
            t(messages.banner.nextTry, {
              time: `${format.instant(sync.nextRunAt)} (${timeZoneName(messages, timeZone)})`,
            })}{' '}
          {client === null && notCopied > 0 && t(notCopiedText, { count: notCopied })} <IncompleteLink />
        </Banner>
      )}
      {run?.status === 'cancelled' && (
        <Banner kind="warn" testid="cancelled">
          {t(messages.banner.cancelled, { done: run.items.done, total: countItems(run.items) })}
        </Banner>
      )}
      {client && <ClientBanner view={client} />}
      {client === null && run?.status !== 'failed' && notCopied > 0 && (
        <Banner kind="warn" testid="not-copied">
          {t(notCopiedText, { count: notCopied })} <IncompleteLink />
        </Banner>
      )}
      {client === null && refused > 0 && (
        <Banner kind="warn" testid="refused">
          {t(messages.banner.rejected, { count: refused })} {notCopied === 0 && <IncompleteLink />}
        </Banner>
      )}
      {state.client !== null && client === null && !loading && failure === null && (
        <Banner kind="warn">{messages.banner.unknownClient}</Banner>
      )}
    </div>
  );
}

/** Says why the last try to copy the restaurant of the page did not end clean. */
function ClientBanner({ view: { lastItem } }: { view: ClientView }) {
  const { messages, t } = useI18n();
  if (!lastItem?.code || lastItem.status === 'cancelled') return null;
  return (
    <Banner kind="warn" testid="client-not-copied">
      {t(messages.banner.clientNotCopied, { reason: translateCode(messages.sync.reasons, lastItem) })}
    </Banner>
  );
}

/** Says which days are missing: those of both platforms, of the one that is behind, or only yesterday. */
function StaleBanner({ freshness }: { freshness: Model['board']['freshness'] }) {
  const { messages, format, t } = useI18n();
  const { dataThrough, yesterday } = freshness;
  const { grab, gojek } = dataThrough;
  const through = findCompleteThrough(dataThrough);
  if (through === null) return null;
  const day = format.day(through);
  const describe = () => {
    if ((grab ?? through) === (gojek ?? through) && through < yesterday.date) return t(messages.banner.stale, { day });
    if (missesOnlyYesterday(freshness)) return t(messages.banner.mostMissing, { day: format.day(yesterday.date) });
    return t(messages.banner.stalePlatform, { platform: messages.platforms[grab === through ? 'grab' : 'gojek'], day });
  };
  return (
    <Banner kind="warn" testid="stale">
      {describe()}
    </Banner>
  );
}

function countItems(items: RunDto['items']): number {
  return Object.values(items).reduce((total, count) => total + count, 0);
}

/** A link to the names and reasons in the sync panel. */
function IncompleteLink() {
  return <a href="#incomplete">{useI18n().messages.banner.which}</a>;
}

function Banner({ kind, testid, children }: { kind: 'warn' | 'bad'; testid?: string; children: ComponentChildren }) {
  return (
    <p class={`banner ${kind}`} role={kind === 'bad' ? 'alert' : undefined} data-testid={testid}>
      {children}
    </p>
  );
}

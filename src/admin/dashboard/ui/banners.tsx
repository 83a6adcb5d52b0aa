/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { reasonIn } from '../../locales/reason.js';
import { wholeThrough, type Model } from '../shared/model.js';
import { useActions, useLook } from './look.js';

/** Codes of a run that never heard from upstream. */
const UNHEARD: ReadonlySet<string> = new Set(['upstream_unreachable', 'upstream_timeout', 'upstream_error']);

/** What the reader must know of the numbers before believing them. */
export function Banners({ model }: { model: Model }) {
  const { words, format } = useLook();
  const actions = useActions();
  const { board, sync, failure, state, client, loading } = model;
  const { freshness } = board;
  const through = wholeThrough(freshness.dataThrough);
  const run = sync.lastRun;
  const { notCopied, refused } = sync.incomplete;
  return (
    <div class="banners">
      {freshness.demo && (
        <Banner kind="demo" testid="demo-banner">
          {words.banner.demo}
        </Banner>
      )}
      {failure === 'session' && (
        <Banner kind="bad">
          {words.banner.session} <a href={`/admin/login?next=${encodeURIComponent('/admin')}`}>{words.banner.login}</a>
        </Banner>
      )}
      {failure === 'load' && (
        <Banner kind="bad">
          {words.banner.failedLoad} <button onClick={() => actions.reload()}>{words.banner.again}</button>
        </Banner>
      )}
      {failure !== null && typeof failure === 'object' && (
        <Banner kind="bad">{words.banner.server(format.instant(failure.lostAt))}</Banner>
      )}
      {freshness.state === 'never' && <Banner kind="warn">{words.banner.never}</Banner>}
      {freshness.state === 'stale' && through && <Banner kind="warn">{words.banner.stale(format.day(through))}</Banner>}
      {run?.status === 'failed' && (
        <Banner kind="warn">
          {UNHEARD.has(run.error?.code ?? '')
            ? words.banner.offline
            : `${words.banner.failed} ${reasonIn(words.sync.reasons, run.error)}`}{' '}
          {notCopied > 0 && words.banner.notCopied(notCopied)} <Who />
        </Banner>
      )}
      {run?.status !== 'failed' && notCopied > 0 && (
        <Banner kind="warn" testid="not-copied">
          {words.banner.notCopied(notCopied)} <Who />
        </Banner>
      )}
      {refused > 0 && (
        <Banner kind="warn" testid="refused">
          {words.banner.refused(refused)} {notCopied === 0 && <Who />}
        </Banner>
      )}
      {state.client !== null && client === null && !loading && failure === null && (
        <Banner kind="warn">{words.banner.unknownClient}</Banner>
      )}
    </div>
  );
}

/** Leads to the names and reasons in the sync panel. */
function Who() {
  return <a href="#incomplete">{useLook().words.banner.who}</a>;
}

function Banner({
  kind,
  testid,
  children,
}: {
  kind: 'demo' | 'warn' | 'bad';
  testid?: string;
  children: ComponentChildren;
}) {
  return (
    <p class={`banner ${kind}`} role={kind === 'bad' ? 'alert' : undefined} data-testid={testid}>
      {children}
    </p>
  );
}

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
  const missed = run ? run.progress.total - run.items.done : 0;
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
          {UNHEARD.has(run.error?.code ?? '') ? words.banner.offline : words.banner.failed}{' '}
          {reasonIn(words.sync.reasons, run.error)}
        </Banner>
      )}
      {(run?.status === 'partial' || run?.status === 'cancelled') && missed > 0 && (
        <Banner kind="warn">{words.banner.partial(missed)}</Banner>
      )}
      {run?.status === 'partial' && missed === 0 && <Banner kind="warn">{words.banner.refused}</Banner>}
      {state.client !== null && client === null && !loading && failure === null && (
        <Banner kind="warn">{words.banner.unknownClient}</Banner>
      )}
    </div>
  );
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

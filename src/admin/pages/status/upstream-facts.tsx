/** @jsxImportSource preact */
import type { Messages } from '../../i18n/messages.js';
import { Badge, type Tone } from '../../shell/components/badge.js';
import { Fact } from '../../shell/components/fact.js';
import type { ServerStatus } from './server-status.service.js';
import type { SourceFinding } from '../../../upstream/index.js';

const FINDING_TONES: Readonly<Record<SourceFinding['status'], Tone>> = { ok: 'good', warn: 'warn', fail: 'bad' };

interface UpstreamFactsProps {
  readonly messages: Messages;
  readonly source: ServerStatus['source'];
  /** What a check has found, when the person asked for one. */
  readonly findings: readonly SourceFinding[] | undefined;
}

/** Where the numbers come from, what that server can do, and a button that checks it. */
export function UpstreamFacts({ messages, source, findings }: UpstreamFactsProps) {
  const text = messages.operators.status;
  const { kind, list, batch, collection } = source.description;
  return (
    <section class="card" id="upstream" aria-labelledby="upstream-title">
      <h2 id="upstream-title">{text.upstream}</h2>
      <div class="columns">
        <dl>
          <Fact label={text.kind}>{text.kinds[kind]}</Fact>
          <Fact label={text.address}>{source.identity}</Fact>
          <Fact label={text.key}>{source.hasKey ? text.keySet : text.keyUnset}</Fact>
          <Fact label={text.lastCall}>{source.lastCall ?? messages.lists.none}</Fact>
        </dl>
        <dl>
          <Fact label={text.canList}>{text.abilities[list]}</Fact>
          <Fact label={text.canBatch}>{text.abilities[batch]}</Fact>
          <Fact label={text.canCollect}>{text.abilities[collection]}</Fact>
        </dl>
      </div>
      <p class="muted">{text.settingsHint}</p>
      {findings && (
        <ul class="stack" data-testid="findings">
          {findings.map(({ name, status, message }) => (
            <li key={name}>
              <Badge tone={FINDING_TONES[status]}>{text.findings[status]}</Badge> <span lang="en">{message}</span>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action="/admin/status/check">
        <button class="quiet" data-testid="check-upstream">
          {text.check}
        </button>
      </form>
    </section>
  );
}

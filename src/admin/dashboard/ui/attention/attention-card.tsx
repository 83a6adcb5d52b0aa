/** @jsxImportSource preact */
import { groupByClient, type AttentionGroup } from '../../shared/group-attention.js';
import type { Model } from '../../shared/model.js';
import { Card, CardEntry } from '../card.js';
import { Delta } from '../delta.js';
import { Editable } from '../editing/editable.js';
import { useI18n } from '../i18n-context.js';
import { AsideList, PutAsideForm } from './put-aside.js';
import type { AttentionList } from '../../../../stats/index.js';

const MAX_LISTED = 8;

/** The restaurants that need attention, one entry each, and those that somebody has put aside. */
export function AttentionCard({ model }: { model: Model }) {
  const { messages, format, t } = useI18n();
  const { portfolio } = messages;
  const { period, clients, putAside } = model.attention;
  const grouped = groupByClient(clients);
  return (
    <Card title={portfolio.attention} testid="attention">
      <p class="muted">{t(portfolio.attentionHint, { period: format.period(period) })}</p>
      {grouped.length === 0 && <p>{portfolio.noAttention}</p>}
      <AttentionGroups model={model} groups={grouped.slice(0, MAX_LISTED)} />
      {grouped.length > MAX_LISTED && (
        <details>
          <summary>{t(portfolio.more, { count: grouped.length - MAX_LISTED })}</summary>
          <AttentionGroups model={model} groups={grouped.slice(MAX_LISTED)} />
        </details>
      )}
      {putAside.length > 0 && <AsideList model={model} />}
    </Card>
  );
}

function AttentionGroups({ model, groups }: { model: Model; groups: readonly AttentionGroup[] }) {
  const { messages, t } = useI18n();
  const { attention } = messages;
  return (
    <ul class="attention">
      {groups.map(({ id, name, entries }) => (
        <CardEntry key={id} model={model} id={id} name={name}>
          <Editable
            button={attention.putAside}
            buttonLabel={t(attention.putAsideOf, { name })}
            testid="put-aside"
            form={(close) => <PutAsideForm clientId={id} name={name} today={model.board.today} close={close} />}
          />
          {entries.map((entry) => (
            <AttentionReason key={entry.platform} entry={entry} />
          ))}
        </CardEntry>
      ))}
    </ul>
  );
}

/** Why one platform of a restaurant needs attention. */
function AttentionReason({ entry }: { entry: AttentionList['clients'][number] }) {
  const { messages, format, t } = useI18n();
  const { portfolio } = messages;
  const { platform, sales, usual, change, days, zeros, stoppedSince } = entry;
  return (
    <span class="reason">
      {messages.platforms[platform]}{' '}
      {change !== null && (
        <>
          <Delta delta={change} />{' '}
          <small>{t(portfolio.usually, { sales: format.money(sales ?? 0), usual: format.money(usual ?? 0) })}</small>{' '}
          {days < 7 && <span class="badge">{t(portfolio.daysCompared, { days })}</span>}{' '}
        </>
      )}
      {zeros.length > 0 && (
        <span class="badge" data-testid="zeros" title={portfolio.zerosHint}>
          {t(portfolio.zeros, { days: zeros.map((day) => format.day(day)).join(', ') })}
        </span>
      )}{' '}
      {stoppedSince !== null && (
        <span class="badge" data-testid="stopped">
          {t(portfolio.stopped, { day: format.day(stoppedSince) })}
        </span>
      )}
    </span>
  );
}

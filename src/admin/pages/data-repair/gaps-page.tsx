/** @jsxImportSource preact */
import { formatMessage } from '../../i18n/format-message.js';
import type { Messages } from '../../i18n/messages.js';
import type { RecordFormatter } from '../../adminjs/record-formatter.js';
import { ProblemBanner } from './problem-banner.js';
import type { Period } from '../../../domain/index.js';
import type { ClientGaps } from '../../../stats/index.js';

/** Restaurants that the page names. A longer table is not read, and would take long to write. */
export const MAX_RESTAURANTS_NAMED = 300;

/** The names are the same in every language. */
const PLATFORM_NAMES = { grab: 'Grab', gojek: 'GoJek' } as const;

interface GapsPageProps {
  readonly messages: Messages;
  readonly formatter: RecordFormatter;
  readonly period: Period;
  readonly clients: readonly ClientGaps[];
  /** Whether the person may start a run that fetches the missing days again. */
  readonly canFetchAgain: boolean;
  readonly problem: string | undefined;
}

/** Lists the clients that miss days of a period, and offers an admin to fetch those days again. */
export function GapsPage({ messages, formatter, period, clients, canFetchAgain, problem }: GapsPageProps) {
  const { gaps } = messages.pages.repair;
  const named = clients.slice(0, MAX_RESTAURANTS_NAMED);
  return (
    <section class="card">
      <h1>{gaps.title}</h1>
      <form class="line" method="get" action="/admin/gaps">
        <label>
          <span>{gaps.from}</span> <input type="date" name="from" value={period.from} required />
        </label>
        <label>
          <span>{gaps.to}</span> <input type="date" name="to" value={period.to} required />
        </label>
        <button class="quiet">{gaps.show}</button>
      </form>
      {problem !== undefined && <ProblemBanner problem={problem} />}
      {clients.length === 0 ? (
        <p class="notice">{gaps.none}</p>
      ) : (
        <>
          {canFetchAgain ? <FetchAgainForm label={gaps.heal} period={period} /> : <p>{gaps.askAdmin}</p>}
          {named.length < clients.length && (
            <p>{formatMessage(formatter.language, gaps.named, { total: clients.length, named: named.length })}</p>
          )}
          <GapsTable messages={gaps} formatter={formatter} clients={named} />
        </>
      )}
    </section>
  );
}

function FetchAgainForm({ label, period }: { readonly label: string; readonly period: Period }) {
  return (
    <form method="post" action="/admin/gaps">
      <input type="hidden" name="from" value={period.from} />
      <input type="hidden" name="to" value={period.to} />
      <button data-testid="heal">{label}</button>
    </form>
  );
}

interface GapsTableProps {
  readonly messages: Messages['pages']['repair']['gaps'];
  readonly formatter: RecordFormatter;
  readonly clients: readonly ClientGaps[];
}

function GapsTable({ messages, formatter, clients }: GapsTableProps) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>{messages.client}</th>
            <th>{messages.missing}</th>
            <th>{messages.which}</th>
          </tr>
        </thead>
        <tbody>
          {clients.map(({ id, name, missing, gaps }) => (
            <tr key={id} data-client-id={id}>
              <td>
                <a href={`/admin?client=${id}`}>{name}</a>
              </td>
              <td>{formatter.count(missing)}</td>
              <td>{gaps.map((gap) => describeGap(gap, formatter)).join('; ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function describeGap({ from, to, platforms }: ClientGaps['gaps'][number], formatter: RecordFormatter): string {
  return `${formatter.period({ from, to })} (${platforms.map((platform) => PLATFORM_NAMES[platform]).join(', ')})`;
}

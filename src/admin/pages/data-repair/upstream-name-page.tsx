/** @jsxImportSource preact */
import { formatMessage } from '../../i18n/format-message.js';
import type { Language, Messages } from '../../i18n/messages.js';
import { ClientCrumbs } from './client-crumbs.js';
import { ProblemBanner } from './problem-banner.js';
import type { UpstreamMatches } from '../../../clients/index.js';

interface UpstreamNamePageProps {
  readonly language: Language;
  readonly messages: Messages;
  readonly client: { readonly id: number; readonly name: string; readonly upstreamName: string };
  /** Similar names at the upstream, or why they could not be read. */
  readonly result: { readonly matches: UpstreamMatches } | { readonly problem: string };
}

/** Shows a client's name at the upstream and similar names there, each with a button that takes it. */
export function UpstreamNamePage({ language, messages, client, result }: UpstreamNamePageProps) {
  const { source, figures } = messages.pages.repair;
  return (
    <section class="card">
      <ClientCrumbs messages={messages} client={client} />
      <h1>
        {source.title}: {client.name}
      </h1>
      <p>{formatMessage(language, source.current, { name: client.upstreamName })}</p>
      {'problem' in result ? (
        <ProblemBanner problem={result.problem} />
      ) : (
        <Matches language={language} messages={source} matches={result.matches} />
      )}
      <p>
        <a href={`/admin/resources/clients/records/${client.id}/edit`}>{source.edit}</a>
      </p>
      <p>
        <a href={`/admin?client=${client.id}`}>{figures}</a>
      </p>
    </section>
  );
}

interface MatchesProps {
  readonly language: Language;
  readonly messages: Messages['pages']['repair']['source'];
  readonly matches: UpstreamMatches;
}

function Matches({ language, messages, matches: { client, known, listed, items } }: MatchesProps) {
  if (listed === null) return <p>{messages.unlisted}</p>;
  return (
    <>
      <p>{known ? messages.known : messages.unknown}</p>
      {items.length === 0 ? (
        <p>{messages.none}</p>
      ) : (
        <>
          <p>{messages.hint}</p>
          <div class="scroll">
            <table>
              <tbody>
                {items.map(({ name, takenBy }) => (
                  <tr key={name}>
                    <td>{name}</td>
                    <td>
                      {takenBy ? (
                        formatMessage(language, messages.taken, { name: takenBy.name })
                      ) : (
                        <UseNameForm clientId={client.id} name={name} label={messages.use} />
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}

interface UseNameFormProps {
  readonly clientId: number;
  readonly name: string;
  readonly label: string;
}

function UseNameForm({ clientId, name, label }: UseNameFormProps) {
  return (
    <form method="post" action={`/admin/clients/${clientId}/source`}>
      <input type="hidden" name="name" value={name} />
      <button class="quiet">{label}</button>
    </form>
  );
}

/** @jsxImportSource preact */
import { dashboard as en, type DashboardWords } from '../../locales/en/dashboard.js';
import { dashboard as ru } from '../../locales/ru/dashboard.js';
import { Formatter } from '../shared/format.js';
import type { Model } from '../shared/model.js';
import type { Language } from '../../locales/words.js';

import { Banners } from './banners.js';
import { ClientCard } from './client-card.js';
import { ClientMain } from './client-view.js';
import { Controls, Facts } from './controls.js';
import { Header } from './header.js';
import { ActionsContext, addressOf, classes, LookContext, useLook, type Actions, type Look } from './look.js';
import { Portfolio } from './portfolio.js';
import { RankedList } from './ranked-list.js';
import { SyncPanel } from './sync-panel.js';

const WORDS: Readonly<Record<Language, DashboardWords>> = { en, ru };

/** The look of a language; instants are shown in the zone of the business. */
export function lookOf(language: Language, timeZone: string): Look {
  return { language, words: WORDS[language], format: new Formatter(language, timeZone) };
}

/** The whole page below `<body>`. The server renders it for the first picture, the browser takes it over as it is. */
export function App({ model, look, actions }: { model: Model; look: Look; actions: Actions }) {
  const { state, client, loading } = model;
  return (
    <LookContext.Provider value={look}>
      <ActionsContext.Provider value={actions}>
        <Header model={model} />
        <Banners model={model} />
        <div class={classes('panes', state.client !== null && 'has-client')}>
          <RankedList model={model} />
          <main id="numbers" tabIndex={-1} aria-busy={loading} class={classes(loading && 'loading')}>
            <Title model={model} />
            <Controls model={model} />
            <Facts model={model} />
            {client ? <ClientMain model={model} view={client} /> : <Portfolio model={model} />}
          </main>
          <div class="side">
            {client && <ClientCard model={model} view={client} />}
            <SyncPanel model={model} />
          </div>
        </div>
      </ActionsContext.Provider>
    </LookContext.Provider>
  );
}

function Title({ model: { state, client } }: { model: Model }) {
  const { words } = useLook();
  const name = client?.page.client.name;
  return (
    <div class="title">
      {state.client !== null && (
        <a class="back" href={addressOf(state, { client: null })} data-view>
          ← {state.mine ? words.portfolio.mine : words.portfolio.title}
        </a>
      )}
      <h1 data-testid="title">
        <bdi>{name ?? (state.mine ? words.portfolio.mine : words.portfolio.title)}</bdi>
      </h1>
    </div>
  );
}

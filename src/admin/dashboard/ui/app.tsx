/** @jsxImportSource preact */
import { Header } from '../../shell/components/header.js';
import { titleOf, type Model } from '../shared/model.js';
import { ConnectionBanners } from './banners.js';
import { ClientCard } from './client-card.js';
import { ClientMain } from './client-view.js';
import { Controls } from './controls.js';
import { ShownPeriod } from './facts.js';
import { ActionsContext, addressOf, classes, I18nContext, useI18n, type Actions, type I18n } from './i18n-context.js';
import { Portfolio } from './portfolio.js';
import { RankedList } from './ranked-list.js';
import { SyncPanel } from './sync/sync-panel.js';

/** The whole page below `<body>`. The server renders it, and the browser hydrates the same markup. */
export function App({ model, i18n, actions }: { model: Model; i18n: I18n; actions: Actions }) {
  const { state, client, loading } = model;
  return (
    <I18nContext.Provider value={i18n}>
      <ActionsContext.Provider value={actions}>
        <Header
          language={i18n.language}
          messages={i18n.messages.shell}
          viewer={model.viewer}
          currentPath={addressOf(state)}
          isDemo={model.board.freshness.demo}
        />
        <ConnectionBanners model={model} />
        <div class={classes('panes', state.client !== null && 'has-client')}>
          <RankedList model={model} />
          <main id="content" tabIndex={-1} aria-busy={loading} class={classes(loading && 'loading')}>
            <Title model={model} />
            <Controls model={model} />
            {client ? <ClientMain model={model} view={client} /> : <Portfolio model={model} />}
          </main>
          <div class="side">
            {client && <ClientCard model={model} view={client} />}
            <SyncPanel model={model} />
          </div>
        </div>
      </ActionsContext.Provider>
    </I18nContext.Provider>
  );
}

function Title({ model }: { model: Model }) {
  const { state, client } = model;
  const { messages } = useI18n();
  return (
    <div class="title">
      {state.client !== null && (
        <a class="back" href={addressOf(state, { client: null })} data-view>
          ← {state.mine ? messages.portfolio.mine : messages.portfolio.title}
        </a>
      )}
      <h1 data-testid="title">
        <bdi>{titleOf({ state, client }, messages)}</bdi>
      </h1>
      <ShownPeriod model={model} />
    </div>
  );
}

/** @jsxImportSource preact */
import { mayAct, type Model } from '../shared/model.js';
import { addressOf, useLook } from './look.js';

const OTHER = { en: { code: 'ru', name: 'Русский' }, ru: { code: 'en', name: 'English' } } as const;

/** The product, the other pages, the language, who is logged in and the way out. The forms work without a script. */
export function Header({ model }: { model: Model }) {
  const { words, language } = useLook();
  const { code, name } = OTHER[language];
  return (
    <header class="top">
      <a class="skip" href="#numbers">
        {words.skip}
      </a>
      <a class="brand" href="/admin">
        {words.title}
      </a>
      <nav aria-label={words.nav.label}>
        <a href="/admin" aria-current="page">
          {words.nav.dashboard}
        </a>
        <a href="/admin/resources/clients">{words.nav.clients}</a>
        <a href="/admin/resources/statistics">{words.nav.statistics}</a>
        <a href="/admin/resources/runs">{words.nav.runs}</a>
        <a href="/admin/resources/collections">{words.nav.collections}</a>
        {model.viewer.queues && <a href="/admin/queues">{words.nav.queues}</a>}
        {mayAct(model) && <a href="/admin/resources/users">{words.nav.users}</a>}
        {mayAct(model) && <a href="/admin/resources/audit">{words.nav.audit}</a>}
      </nav>
      <form method="post" action="/admin/language">
        <input type="hidden" name="next" value={addressOf(model.state)} />
        <button class="quiet" name="lang" value={code} lang={code} data-testid="language">
          {name}
        </button>
      </form>
      <a class="who" href="/admin/account">
        {model.viewer.name}
      </a>
      <form method="post" action="/admin/logout">
        <button class="quiet">{words.logout}</button>
      </form>
    </header>
  );
}

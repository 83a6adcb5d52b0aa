import { createElement as h } from 'react';
import { useTranslation, type ActionProps } from 'adminjs';

interface Props {
  readonly session: { readonly email: string; readonly language: 'ru' | 'en' };
}

/** In the place of AdminJS's menu of the user, whose logout is a GET: the language, the account and the way out, as plain forms. */
export function LoggedIn({ session }: Props) {
  const { tm } = useTranslation();
  const other = session.language === 'ru' ? 'en' : 'ru';
  return h(
    'nav',
    { className: 'ds-session' },
    h(
      'form',
      { method: 'post', action: '/admin/language', onSubmit: rememberPage },
      h('input', { type: 'hidden', name: 'next' }),
      h('input', { type: 'hidden', name: 'lang', value: other }),
      h('button', { 'data-testid': 'language', lang: other }, tm('ours.otherLanguage')),
    ),
    h('a', { href: '/admin/account', title: session.email, 'data-testid': 'account' }, tm('ours.account')),
    h('form', { method: 'post', action: '/admin/logout' }, h('button', { 'data-testid': 'logout' }, tm('ours.logout'))),
  );
}

function rememberPage(event: { currentTarget: HTMLFormElement }) {
  const next = event.currentTarget.elements.namedItem('next');
  if (next instanceof HTMLInputElement) next.value = location.pathname + location.search;
}

/** AdminJS's home is a page of our own, which is not part of it. */
export function Dashboard() {
  location.replace('/admin');
  return null;
}

/** An action that leads to a page of our own. */
export function OwnPage({ action, record }: ActionProps) {
  const { path } = action.custom as { readonly path: string };
  location.replace(path.replace(/\{(\w+)\}/g, (_, field: string) => encodeURIComponent(String(record?.params[field]))));
  return null;
}

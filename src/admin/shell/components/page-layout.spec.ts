import { expect, it } from '@jest/globals';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { messagesIn } from '../../i18n/language.js';
import { PageLayout } from './page-layout.js';
import type { Role } from '../../../auth/index.js';

const EVIL = `"><script>alert(1)</script>&'`;
const layout = {
  language: 'en',
  messages: messagesIn('en').shell,
  viewer: { name: EVIL, role: 'admin', queues: false, pushes: false },
  style: '/style.css',
  script: '/page.js',
  isDemo: true,
  isWide: false,
  theme: 'system',
} as const;
const render = (title: string, path: string, text: string) =>
  renderToString(h(PageLayout, { ...layout, title, currentPath: path }, h('p', null, text)));

it('escapes text in the title, in attributes and in the content', () => {
  const page = render(EVIL, EVIL, EVIL);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain('name="next" value="&quot;>&lt;script>alert(1)&lt;/script>&amp;\'"');
});

it('links the pages that a role may open, and marks the open one', () => {
  const linksOf = (role: Role, path: string) =>
    renderToString(
      h(PageLayout, {
        ...layout,
        viewer: { name: 'a', role, queues: true, pushes: true },
        title: 't',
        currentPath: path,
      }),
    )
      .match(/<a class="item [^>]*>/g)
      ?.map((link) => `${/href="([^"]*)"/.exec(link)?.[1] ?? ''}${link.includes('aria-current') ? ' (open)' : ''}`);
  expect(linksOf('monitor', '/admin/account')).toEqual(['/admin/sync_status']);
  expect(linksOf('manager', '/admin/resources/items?page=1')).toContain('/admin/resources/runs (open)');
  expect(linksOf('manager', '/admin')).not.toContain('/admin/resources/users');
  expect(linksOf('admin', '/admin/clients/1/exact')).toEqual(
    expect.arrayContaining(['/admin/resources/clients (open)', '/admin/queues', '/admin/resources/users']),
  );
});

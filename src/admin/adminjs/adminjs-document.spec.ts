import { expect, it } from '@jest/globals';
import { createDocument, type AdminjsFiles } from './adminjs-document.js';

const names = {
  global: 'g.js',
  'design-system': 'd.js',
  theme: 't.js',
  app: 'a.js',
  components: 'c.js',
  style: 's.css',
};
const files = { names } as AdminjsFiles;
const page = (email: string) => `
<html lang=en>
<head>
      <script>
        window.REDUX_STATE = ${JSON.stringify({ session: { email } })};
        window.THEME = {};
        window.THEME_COMPONENTS = {};
      </script>
      <link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Roboto:300,400,500,700" type="text/css">
      <script src="/admin/frontend/assets/global.bundle.js"></script>
      <script src="/admin/frontend/assets/app.bundle.js"></script>
      <style></style>
</head><body><div id="app" /></body>`;

it('escapes the state so that no text in it ends the script', () => {
  const html = createDocument(page('</script><script>alert(1)</script>$&'), {
    nonce: 'n',
    files,
    theme: 'system',
    title: 'Restaurants',
    header: '',
  });
  expect(html).not.toContain('alert(1)</script>');
  expect(html).toContain('\\u003c/script>\\u003cscript>alert(1)\\u003c/script>$&');
});

it('gives every inline script and style the nonce and loads only our files', () => {
  const html = createDocument(page('a'), {
    nonce: 'n',
    files,
    theme: 'dark',
    title: 'Restaurants',
    header: '<p>$1</p>',
  });
  expect(html.match(/<(script|style)(?! nonce="n")/g)).toBeNull();
  expect(html).toContain('src="/admin/assets/panel/g.js"');
  expect(html).toMatch(/t\.js"><\/script>\s*<script nonce="n" src="\/admin\/assets\/panel\/a\.js"/);
  expect(html).toContain('<p>$1</p><main id="content" tabindex="-1"><div id="app"></div></main>');
  expect(html).toContain('<html data-theme="dark" lang=en>');
  expect(html).not.toContain('googleapis');
});

it('throws when AdminJS writes a page of another form', () => {
  expect(() =>
    createDocument('<html></html>', { nonce: 'n', files, theme: 'dark', title: 'Restaurants', header: '' }),
  ).toThrow('another form');
});

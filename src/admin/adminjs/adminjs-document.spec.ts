import { expect, it } from '@jest/globals';
import { createDocument, divideAdminjsPage, type AdminjsFiles } from './adminjs-document.js';

const names = {
  global: 'g.js',
  'design-system': 'd.js',
  theme: 't.js',
  app: 'a.js',
  components: 'c.js',
  start: 'b.js',
  style: 's.css',
};
const files = { names } as AdminjsFiles;
const parts = { nonce: 'n', files, theme: 'system', title: 'Restaurants', header: '', list: null } as const;
const pageOf = (name: string) =>
  divideAdminjsPage(`
<html lang=en>
<head>
      <script>
        window.REDUX_STATE = ${JSON.stringify({ resources: [{ name }] })};
        window.THEME = {"colors":{}};
        window.THEME_COMPONENTS = {};
        window.AdminJS = { Components: {} };
      </script>
      <link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Roboto:300,400,500,700" type="text/css">
      <script src="/admin/frontend/assets/global.bundle.js"></script>
      <script src="/admin/frontend/assets/app.bundle.js"></script>
      <style></style>
</head><body><div id="app" /><script>createRoot(app)</script></body>`);
const stateIn = (html: string): unknown =>
  JSON.parse(/<script type="application\/json" id="state">(.*)<\/script>/s.exec(html)?.[1] ?? '');

it('writes the state as JSON in which no text ends the script', () => {
  const name = '</script><script>alert(1)</script>$&';
  const list = { markup: '<p>the list</p>', data: { record: name } };
  const html = createDocument(pageOf(name), { ...parts, list });
  expect(html.match(/<script/g)).toHaveLength(3);
  expect(stateIn(html)).toEqual({
    REDUX_STATE: { resources: [{ name }] },
    THEME: { colors: {} },
    THEME_COMPONENTS: {},
    AdminJS: { Components: {} },
    SERVER_LIST: { record: name },
  });
});

it('gives inline scripts and styles the nonce and loads only our files, in the order in which they run', () => {
  const html = createDocument(pageOf('a'), { ...parts, theme: 'dark', header: '<p>$1</p>' });
  expect(html.match(/<(script|style)(?! (nonce="n"|type="application\/json"))/g)).toBeNull();
  expect(html.match(/(?<=href="|src=")[^"]+/g)).toEqual(
    ['s.css', 'g.js', 'd.js', 't.js', 'a.js', 'c.js', 'b.js'].map((name) => `/admin/assets/panel/${name}`),
  );
  expect(html).toContain('<p>$1</p><main id="content" tabindex="-1"><div id="app"></div></main>');
  expect(html).toContain('<html data-theme="dark" lang=en>');
});

it('puts the list of the server in the place of the application', () => {
  const html = createDocument(pageOf('a'), { ...parts, list: { markup: '<p>the list</p>', data: {} } });
  expect(html).toContain('<main id="content" tabindex="-1"><p>the list</p></main>');
  expect(html).not.toContain('id="app"');
});

it('throws when AdminJS writes a page of another form', () => {
  expect(() => divideAdminjsPage('<html></html>')).toThrow('another form');
});

import { expect, it } from '@jest/globals';
import { panelDocument, type PanelFiles } from './document.js';

const names = { global: 'g.js', 'design-system': 'd.js', app: 'a.js', components: 'c.js', style: 's.css' };
const files = { names } as PanelFiles;
const page = (email: string) => `
<head>
      <script>
        window.REDUX_STATE = ${JSON.stringify({ session: { email } })};
        window.THEME = {};
        window.THEME_COMPONENTS = {};
      </script>
      <link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Roboto:300,400,500,700" type="text/css">
      <script src="/admin/frontend/assets/global.bundle.js"></script>
      <style></style>
</head><body><div id="app" /></body>`;

it('lets no text of the state end its script', () => {
  const html = panelDocument(page('</script><script>alert(1)</script>$&'), { nonce: 'n', files, demo: null });
  expect(html).not.toContain('alert(1)</script>');
  expect(html).toContain('\\u003c/script>\\u003cscript>alert(1)\\u003c/script>$&');
});

it('gives every inline script and style the nonce, and loads only our files', () => {
  const html = panelDocument(page('a'), { nonce: 'n', files, demo: '<p>$1</p>' });
  expect(html.match(/<(script|style)(?! nonce="n")/g)).toBeNull();
  expect(html).toContain('src="/admin/assets/panel/g.js"');
  expect(html).toContain('<p>$1</p><div id="app"></div>');
  expect(html).not.toContain('googleapis');
});

it('fails loudly when AdminJS writes another page', () => {
  expect(() => panelDocument('<html></html>', { nonce: 'n', files, demo: null })).toThrow('another form');
});

/** The style of our own pages; it works in light and dark, from 320 px up. */
export const STYLE = `
:root { color-scheme: light dark; --accent: #0b6b3a; --ink: #1b1f1d; --paper: #fff; --ground: #f3f5f4; --line: #8a938e; --bad: #b3261e }
@media (prefers-color-scheme: dark) {
  :root { --accent: #7bd8a3; --ink: #e6eae8; --paper: #1d2220; --ground: #131715; --line: #76807a; --bad: #ffb4ab }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; color: var(--ink); background: var(--ground);
  font: 16px/1.5 system-ui, sans-serif }
header, main, footer { width: 100%; max-width: 26rem; margin: 0 auto; padding: 1rem }
.wide header, .wide main, .wide footer { max-width: 60rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; margin-bottom: 1rem }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
td form, td button { margin: 0 }
select { padding: .6rem .75rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--paper); color: inherit; font: inherit }
.line { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end }
.line label { margin: 0 }
header a, header strong { color: var(--ink); font-weight: 700; text-decoration: none }
main { flex: 1 }
.card { padding: 1.5rem; border-radius: .75rem; background: var(--paper); box-shadow: 0 1px 4px #0003 }
.card + .card { margin-top: 1rem }
h1, h2 { margin: 0 0 1rem; line-height: 1.2; overflow-wrap: anywhere }
h1 { font-size: 1.5rem }
h2 { font-size: 1.15rem }
label { display: block; margin-bottom: 1rem }
label span { display: block; font-weight: 600 }
label small { display: block }
input { width: 100%; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: .4rem; background: transparent;
  color: inherit; font: inherit }
input[aria-invalid] { border-color: var(--bad) }
button { padding: .6rem 1.25rem; border: 1px solid var(--accent); border-radius: .4rem; background: var(--accent);
  color: var(--paper); font: inherit; font-weight: 600; cursor: pointer }
button.quiet { border-color: var(--line); background: transparent; color: inherit; font-weight: 400; padding: .35rem .75rem }
a { color: var(--accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.error { color: var(--bad); font-weight: 600 }
.notice { color: var(--accent); font-weight: 600 }
.demo { margin: 0; padding: .4rem 1rem; text-align: center; background: #ffd54a; color: #1b1f1d; font-weight: 600 }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0 0 1rem }
dd { margin: 0; overflow-wrap: anywhere }
`;

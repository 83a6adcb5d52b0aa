/**
 * Makes AdminJS's theme of the panel's tokens. AdminJS computes with the colours, so it needs their values in the scheme of the
 * page and not the variables. This file runs before AdminJS and after the style sheet.
 */
const dark = matchMedia('(prefers-color-scheme: dark)');

/** The token of each colour of AdminJS's theme. */
const COLORS: Readonly<Record<string, string>> = {
  text: 'ink',
  black: 'ink',
  white: 'on-accent',
  primary100: 'accent',
  primary80: 'accent-strong',
  primary60: 'accent',
  primary40: 'accent-soft',
  primary20: 'accent-soft',
  accent: 'focus',
  love: 'accent',
  grey100: 'ink',
  grey80: 'muted',
  grey60: 'muted',
  grey40: 'muted',
  grey20: 'line-soft',
  error: 'bad',
  errorDark: 'bad',
  errorLight: 'bad-soft',
  success: 'good',
  successDark: 'good',
  successLight: 'good-soft',
  warning: 'warn',
  warningDark: 'warn',
  warningLight: 'warn-soft',
  info: 'info',
  infoDark: 'info',
  infoLight: 'info-soft',
  bg: 'ground',
  container: 'paper',
  sidebar: 'paper',
  filterBg: 'paper',
  border: 'line',
  separator: 'line',
  highlight: 'line-soft',
  inputBorder: 'control',
};

interface Theme {
  colors: Record<string, string>;
  font: string;
}

declare global {
  interface Window {
    THEME: Theme;
  }
}

const style = getComputedStyle(document.documentElement);
const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
for (const [color, name] of Object.entries(COLORS)) window.THEME.colors[color] = token(name);
window.THEME.font = token('font');

// The theme cannot change while a page is open. A form keeps what was typed, in the old colours.
dark.addEventListener('change', () => {
  if (document.documentElement.dataset.theme === undefined && !/\/(edit|new)$/.test(location.pathname))
    location.reload();
});

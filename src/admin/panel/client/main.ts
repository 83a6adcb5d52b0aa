import { mendApiClient } from './api-client.js';
import { DayEdit, DaysFilter, LinkShow } from './fields.js';
import { nameControls } from './names.js';
import { Dashboard, LoggedIn, OwnPage } from './session.js';
import { oursOf } from './words.js';

interface Choice {
  defaultProps: Record<string, unknown>;
}

declare global {
  interface Window {
    AdminJS: { UserComponents: Record<string, unknown> };
    AdminJSDesignSystem: { Select: Choice; SelectAsync: Choice };
    REDUX_STATE: Parameters<typeof oursOf>[0];
  }
}

const words = oursOf(window.REDUX_STATE);
mendApiClient();
window.AdminJS.UserComponents = { Dashboard, DayEdit, DaysFilter, LinkShow, LoggedIn, OwnPage };
for (const choice of [window.AdminJSDesignSystem.Select, window.AdminJSDesignSystem.SelectAsync]) {
  const spoken = {
    placeholder: words.choose,
    noOptionsMessage: () => words.nothing,
    loadingMessage: () => words.loading,
  };
  choice.defaultProps = { ...choice.defaultProps, ...spoken };
}
document.addEventListener('DOMContentLoaded', () => nameControls(words));

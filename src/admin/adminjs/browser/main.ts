import { patchApiClient } from './api-client.js';
import type { ServerListData } from '../list/server-list-data.js';
import { DayEdit, DaysFilter, LinkShow } from './fields.js';
import { labelControls } from './label-controls.js';
import { followHeaderLinks, Sidebar, TopBar } from './header.js';
import { ActionHeader } from './heading.js';
import { BulkPageRedirect, Dashboard, PageRedirect, RecordPageRedirect } from './redirects.js';
import { createAppElement } from './list/list-handover.js';
import { ListTable } from './list/list-table.js';
import { ListValue, PropertyHeader, PropertyValue, TextShow } from './values.js';
import { RecordPage } from './record-page.js';
import { readMessages } from './messages.js';
import { NoRecords } from './list/no-records.js';

interface SelectComponent {
  defaultProps: Record<string, unknown>;
}

declare global {
  interface Window {
    AdminJS: { UserComponents: Record<string, unknown>; Application: unknown };
    AdminJSDesignSystem: { Select: SelectComponent; SelectAsync: SelectComponent };
    REDUX_STATE: Parameters<typeof readMessages>[0];
    /** The list that came with the page; null on every other page. */
    SERVER_LIST: ServerListData | null;
    createRoot: (element: HTMLElement) => { render(content: unknown): void };
  }
}

const messages = readMessages(window.REDUX_STATE);
patchApiClient();
window.AdminJS.UserComponents = {
  Dashboard,
  DayEdit,
  DaysFilter,
  LinkShow,
  RecordPageRedirect,
  BulkPageRedirect,
  PageRedirect,
  // The names of AdminJS's own components, which these replace.
  ActionHeader,
  DefaultListProperty: ListValue,
  DefaultPropertyValue: PropertyValue,
  DefaultShowAction: RecordPage,
  DefaultReferenceListProperty: ListValue,
  DefaultReferenceValue: PropertyValue,
  DefaultTextareaShowProperty: TextShow,
  NoRecords,
  PropertyHeader,
  RecordsTable: ListTable,
  Sidebar,
  TopBar,
};
for (const select of [window.AdminJSDesignSystem.Select, window.AdminJSDesignSystem.SelectAsync]) {
  const translated = {
    placeholder: messages.choose,
    noOptionsMessage: () => messages.nothing,
    loadingMessage: () => messages.loading,
  };
  select.defaultProps = { ...select.defaultProps, ...translated };
}
labelControls(messages);
followHeaderLinks();
window.createRoot(createAppElement(window.SERVER_LIST)).render(window.AdminJS.Application);

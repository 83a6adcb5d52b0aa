import type { AdminJSOptions, PageContext, ResourceOptions } from 'adminjs';
import type { PageData } from '../../dashboard/shared/dto.js';
import { FAVICON } from '../../shell/components/document-head.js';
import { PRODUCT } from '../../shell/page-title.js';
import type { Column, Place, Table } from '../table.js';
import type { Viewer } from '../viewer.js';
import { createActions } from './adminjs-actions.js';
import { ADMINJS_PAGES } from './adminjs-pages.js';
import { createLocale } from './locale.js';
import { TableResource, type TableDependencies } from './table-resource.js';

/** What AdminJS is made of. */
export interface AdminjsParts {
  readonly tables: readonly Table[];
  readonly dependencies: TableDependencies;
  /** The zone in which instants are shown, IANA. */
  readonly timeZone: string;
  /** Reads the data of the dashboard for a query of its address. */
  readonly loadDashboard: (viewer: Viewer, query: URLSearchParams) => Promise<PageData>;
}

/** What our controller hands to the dashboard's handler. */
export interface DashboardRequest {
  readonly query: URLSearchParams;
}

/** Returns the options of the `AdminJS` instance: resources, dashboard, pages, and messages. */
export function createAdminjsOptions({ tables, dependencies, timeZone, loadDashboard }: AdminjsParts): AdminJSOptions {
  const locales = { en: createLocale('en', timeZone), ru: createLocale('ru', timeZone) };
  return {
    rootPath: '/admin',
    loginPath: '/admin/login',
    logoutPath: '/admin/logout',
    dashboard: {
      component: 'Dashboard',
      handler: ({ query }: DashboardRequest, _response: unknown, { currentAdmin }: PageContext) =>
        loadDashboard(currentAdmin as unknown as Viewer, query),
    },
    pages: ADMINJS_PAGES,
    branding: {
      companyName: PRODUCT,
      logo: false,
      withMadeWithLove: false,
      favicon: FAVICON,
    },
    settings: { defaultPerPage: 50 },
    locale: (viewer) => locales[(viewer as unknown as Viewer).language],
    resources: tables.map((table) => ({
      resource: new TableResource(table, dependencies),
      options: toResourceOptions(table, dependencies),
    })),
  };
}

function toResourceOptions(table: Table, dependencies: TableDependencies): ResourceOptions {
  return {
    id: table.id,
    navigation: table.isLookupOnly ? false : { name: null, icon: table.icon },
    titleProperty: table.titleColumn,
    ...(table.newestFirstBy !== undefined && { sort: { sortBy: table.newestFirstBy, direction: 'desc' } }),
    listProperties: [...table.list],
    showProperties: [...table.show],
    editProperties: [...table.edit],
    filterProperties: [...table.filter],
    properties: Object.fromEntries(table.columns.map((column) => [column.name, toPropertyOptions(column, table)])),
    actions: createActions(table, dependencies),
  };
}

function toPropertyOptions({ name, type, values, tones, isNumber, hint, hrefColumn, reference }: Column, table: Table) {
  return {
    custom: { isNumber, tones, hrefColumn, place: placeOf(name, table) },
    ...(reference !== undefined && { reference }),
    ...(values && { availableValues: values.map((value) => ({ value, label: value })) }),
    ...(hint !== undefined && { description: `hints.${hint}` }),
    ...(type === 'day' && { components: { edit: 'DayEdit', filter: 'DaysFilter' } }),
    // Without it the browser fills in the password of the person who edits.
    ...(type === 'password' && { props: { autoComplete: 'new-password' } }),
    ...(type === 'link' && { components: { show: 'LinkShow' } }),
  };
}

/** Returns where a value stands in the card that is a row of a list on a narrow screen. */
function placeOf(name: string, { list, card }: Table): Place {
  if (name === list[0]) return 'title';
  if (name === card.beside) return 'beside';
  if (card.named?.includes(name)) return 'named';
  return card.line.includes(name) ? 'line' : 'hidden';
}

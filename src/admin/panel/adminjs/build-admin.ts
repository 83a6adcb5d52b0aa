import AdminJS, { ApiController, AppController, type ResourceOptions } from 'adminjs';
import type { Column, Table } from '../table.js';
import type { Viewer } from '../viewer.js';
import { actionsOf } from './actions.js';
import { localeFor } from './locale.js';
import { TableResource, type TableSource } from './table-resource.js';

/** What the panel's controller uses of AdminJS. Only this folder imports AdminJS itself, which takes seconds to load. */
export interface BuiltAdmin {
  /** The page of any path, in AdminJS's own markup. */
  page(viewer: Viewer): Promise<string>;
  /** AdminJS's API on behalf of a viewer. */
  api(viewer: Viewer): ApiController;
  /** Whether there is such an action of such a table. */
  knows(resourceId: string, action: string): boolean;
}

/** In the place of AdminJS's greys, which are too pale to be read (WCAG AA). */
const READABLE = { grey60: '#5b5f6b', grey40: '#626b76', inputBorder: '#767d89' };

/** Makes AdminJS of our tables, with no bundling and no router of its own. */
export function buildAdmin(tables: readonly Table[], source: TableSource): BuiltAdmin {
  const admin = new AdminJS({
    rootPath: '/admin',
    loginPath: '/admin/login',
    logoutPath: '/admin/logout',
    dashboard: { component: 'Dashboard' },
    branding: {
      companyName: 'Delivery Stats',
      logo: false,
      withMadeWithLove: false,
      favicon: 'data:,',
      theme: { colors: READABLE },
    },
    settings: { defaultPerPage: 50 },
    locale: (viewer) => localeFor((viewer as unknown as Viewer).language),
    resources: tables.map((table) => ({
      resource: new TableResource(table, source),
      options: optionsOf(table, source),
    })),
  });
  return {
    page: (viewer) => new AppController({ admin }, { ...viewer }).index(),
    api: (viewer) => new ApiController({ admin }, { ...viewer }),
    knows: (resourceId, action) => {
      const resource = admin.resources.find((known) => known.id() === resourceId);
      return resource !== undefined && Object.hasOwn(resource.decorate().actions, action);
    },
  };
}

function optionsOf(table: Table, source: TableSource): ResourceOptions {
  return {
    id: table.id,
    navigation: table.lookupOnly ? false : { name: null, icon: table.icon },
    titleProperty: table.title,
    ...(table.newestBy !== undefined && { sort: { sortBy: table.newestBy, direction: 'desc' } }),
    listProperties: [...table.list],
    showProperties: [...table.show],
    editProperties: [...table.edit],
    filterProperties: [...table.filter],
    properties: Object.fromEntries(table.columns.map((column) => [column.name, propertyOf(column)])),
    actions: actionsOf(table, source),
  };
}

function propertyOf({ type, values, hint, reference }: Column) {
  return {
    ...(reference !== undefined && { reference }),
    ...(values && { availableValues: values.map((value) => ({ value, label: value })) }),
    ...(hint !== undefined && { description: `hints.${hint}` }),
    ...(type === 'day' && { components: { edit: 'DayEdit', filter: 'DaysFilter' } }),
    // Else the browser fills in the password of whoever sits before it.
    ...(type === 'password' && { props: { autoComplete: 'new-password' } }),
    ...(type === 'link' && { components: { show: 'LinkShow' } }),
  };
}

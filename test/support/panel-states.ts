import type { Page } from 'playwright-core';

/** Every page of the panel, without `/admin`. */
export const PAGES = [
  '',
  '?client=1&period=365d',
  '?period=90d&compare=none&sort=averageCheck',
  '/account',
  '/second-factor',
  '/telegram',
  '/confirm?next=/admin/account',
  '/resources/clients',
  '/resources/clients?filters.name=Sangat',
  '/resources/clients?filters.name=zzz',
  '/resources/clients/actions/new',
  '/resources/clients/records/1/show',
  '/resources/clients/records/1/edit',
  '/clients/1/report',
  '/clients/assign?ids=1,2,3',
  '/import',
  '/resources/owners',
  '/resources/owners/actions/new',
  '/resources/owners/records/1/show',
  '/owners/1/report',
  '/resources/statistics',
  '/resources/statistics/records/1_2026-11-20/show',
  '/resources/runs',
  '/runs/1',
  '/runs/3',
  '/sync_status',
  '/resources/items',
  '/resources/items/records/1/show',
  '/resources/quarantine',
  '/resources/collections',
  '/resources/collections/records/1/show',
  '/resources/users',
  '/resources/users/actions/new',
  '/resources/users/records/1/edit',
  '/users/1',
  '/status',
  '/pushes',
  '/resources/audit',
  '/resources/audit/records/1/show',
  '/gaps',
  '/clients/1/exact?days=30',
  '/clients/1/source',
] as const;

/** A name as long as one may be, with a word that no line of a phone holds. */
export const LONG_NAME = `Sangat ${'Panjang'.repeat(12)} ${'Warung Makan Sederhana Ibu Ketut '.repeat(3)}`.trim();

/** A file for the import with everything that its preview can show. */
const CSV = `name,status,manager,startDate,notes
Warung \`Bu Komang\`,paused,,2026-01-31,new
${LONG_NAME} 2,active,,,
Kafe,asleep,nobody@example.com,31.01.2026,
@x,active,,,`;

/** What a page shows after a step of a person. */
export interface PanelState {
  /** The page on which the step is made, without `/admin`. */
  readonly path: string;
  readonly what: string;
  readonly make: (page: Page) => Promise<unknown>;
}

const previewImport = (text: string) => async (page: Page) => {
  await page.locator('textarea').fill(text);
  await page.locator('form:has(textarea) button').click();
};

async function beginSecondFactor(page: Page): Promise<void> {
  await page.locator('main form button').click();
  await page.getByTestId('totp-secret').waitFor();
}

/** The states that have no address. Their steps change no number. */
export const STATES: readonly PanelState[] = [
  { path: '/second-factor', what: 'with its QR code', make: beginSecondFactor },
  {
    path: '/second-factor',
    what: 'with a wrong code',
    make: async (page) => {
      await beginSecondFactor(page);
      await page.locator('[name=code]').fill('000000');
      await page.locator('main form button').click();
      await page.locator('[name=code][aria-invalid]').waitFor();
    },
  },
  {
    path: '/import',
    what: 'with a preview',
    make: async (page) => {
      await previewImport(CSV)(page);
      await page.getByTestId('preview').waitFor();
      await page.locator('details').evaluateAll((all) => all.forEach((details) => details.setAttribute('open', '')));
    },
  },
  {
    path: '/import',
    what: 'with a file that cannot be read',
    make: async (page) => {
      await previewImport('nome\nx')(page);
      await page.getByTestId('problem').waitFor();
    },
  },
  {
    path: '/resources/clients/records/1/show',
    what: 'with its menu',
    make: async (page) => {
      await page.getByTestId('more-actions').click();
      await page.getByTestId('action-archive').waitFor();
    },
  },
  {
    path: '/resources/clients/records/1/show',
    what: 'with a question',
    make: async (page) => {
      await page.getByTestId('more-actions').click();
      await page.getByTestId('action-archive').click();
      await page.getByRole('dialog').locator('button[label]:focus').waitFor();
    },
  },
  {
    path: '/resources/clients',
    what: 'with its filter',
    make: async (page) => {
      await page.getByTestId('filter-button').click();
      await page.getByTestId('property-filter-name').waitFor();
    },
  },
  { path: '/account', what: 'with the menu of pages', make: (page) => page.getByTestId('pages-menu').click() },
  {
    path: '/clients/1/report',
    what: 'with a link for the owner',
    make: async (page) => {
      await page.locator('form:has([name=action][value=link]) button').click();
      await page.getByTestId('report-link').waitFor();
    },
  },
  {
    path: '/users/2',
    what: 'with a one-time link',
    make: async (page) => {
      await page.getByTestId('create-link').click();
      await page.getByTestId('invitation-link').waitFor();
    },
  },
  {
    path: '/status',
    what: 'with a new token',
    make: async (page) => {
      await page.locator('form:has([data-testid=create-token]) [name=name]').fill('Grafana');
      await page.getByTestId('create-token').click();
      await page.getByTestId('new-token').waitFor();
    },
  },
];

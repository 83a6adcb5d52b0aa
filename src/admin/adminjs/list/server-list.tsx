/** @jsxImportSource preact */
import type { BasePropertyJSON, RecordJSON } from 'adminjs';
import type { ViewedList } from '../application/adminjs-application.js';
import {
  describeEmptyList,
  describeSearch,
  filtersIn,
  findNewAction,
  hasTotals,
  prefillOf,
  toGrouped,
} from './describe-list.js';
import { describeCell, describeHead, SORT_MARKS, type ElementDescription } from './describe-value.js';
import { recordPathOf } from './page-path.js';

/** The pages that the list leads to at once. */
const MAX_PAGE_LINKS = 10;

export interface ServerListProps extends ViewedList {
  readonly language: string;
  /** The query of the list's address: empty, or with its `?`. */
  readonly search: string;
}

/**
 * A list as AdminJS draws it, for the time before its scripts run and for people without scripts. It has the same data, texts and
 * places; its controls are links and a form.
 */
export function ServerList(props: ServerListProps) {
  const { resource, response } = props;
  const { id } = resource;
  return (
    <div id="server-list" data-resource={id}>
      <div data-css="app-content">
        <section>
          <Heading {...props} />
          <section data-css={`${id}-list-table-wrapper`}>
            {response.records.length > 0 ? <Table {...props} /> : <NoRecords {...props} />}
            <Pages {...props} />
          </section>
        </section>
      </div>
    </div>
  );
}

function Heading({ resource, response, totals, translate, language, search }: ServerListProps) {
  const { id, href } = resource;
  const list = resource.actions.find(({ name }) => name === 'list');
  const newAction = findNewAction(resource);
  const filters = filtersIn(search).length;
  return (
    <div class="ds-heading">
      <div class="ds-heading-line">
        <h1>
          {translate.ta('list', id)}
          <small>{toGrouped(response.meta.total, language)}</small>
        </h1>
        <SearchBox resource={resource} search={search} label={translate.tm('controls.search')} />
        <button type="button" class="ds-button ds-needs-script">
          {translate.tb(filters > 0 ? 'filterActive' : 'filter', id, { count: filters })}
        </button>
        <div class="ds-actions">
          {newAction && (
            <a class="ds-button ds-primary" href={`${href ?? ''}/actions/new${prefillOf(newAction)}`}>
              {translate.ta(newAction.label, id)}
            </a>
          )}
        </div>
      </div>
      {list && hasTotals(list) && (
        <dl class="ds-totals" aria-label={translate.tm('controls.totals')}>
          {totals.map(({ label, value, isWide }) => (
            <div key={label} class={isWide && 'ds-wide'}>
              <dt>{label}</dt>
              <dd class="ds-number">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** Searches the list, and keeps its other filters and its order. */
function SearchBox({ resource, search, label }: Pick<ServerListProps, 'resource' | 'search'> & { label: string }) {
  const field = describeSearch(resource, search);
  if (!field) return null;
  const kept = [...new URLSearchParams(search)].filter(([name]) => name !== field.parameter && name !== 'page');
  return (
    <form role="search">
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input
        type="search"
        name={field.parameter}
        defaultValue={field.text}
        placeholder={label}
        aria-label={label}
        autocomplete="off"
      />
    </form>
  );
}

function Table({ resource, response, translate, search }: ServerListProps) {
  const columns = resource.listProperties;
  const sorting = { sortBy: response.meta.sortBy, direction: response.meta.direction };
  return (
    <table>
      <thead>
        <tr>
          <td>{response.records.some(({ bulkActions }) => bulkActions.length > 0) && <span class="ds-box" />}</td>
          {columns.map((column) => {
            const head = describeHead(column, sorting, search, translate);
            return (
              <th
                key={column.name}
                scope="col"
                class={head.className}
                aria-sort={head.sorted ? `${head.sorted}ending` : undefined}
              >
                {head.search === null ? (
                  head.label
                ) : (
                  <a href={head.search}>
                    {head.label}
                    {head.sorted && (
                      <svg class="ds-sort" viewBox="0 0 24 24" aria-hidden="true">
                        <polyline points={SORT_MARKS[head.sorted]} />
                      </svg>
                    )}
                  </a>
                )}
              </th>
            );
          })}
          <td />
        </tr>
      </thead>
      <tbody>
        {response.records.map((record) => (
          <Row key={record.id} record={record} columns={columns} resource={resource} translate={translate} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps extends Pick<ServerListProps, 'resource' | 'translate'> {
  readonly record: RecordJSON;
  readonly columns: readonly BasePropertyJSON[];
}

/** A row, all of which leads to the page of its record. */
function Row({ record, columns, resource, translate }: RowProps) {
  const path = recordPathOf(resource.id, record);
  return (
    <tr>
      <td>{record.bulkActions.length > 0 && <span class="ds-box" />}</td>
      {columns.map((property) => {
        const { className, title, label, value } = describeCell({ property, record }, translate);
        return (
          <td key={property.name}>
            <div class={className} title={title}>
              <span class="ds-label">{label}</span>
              <Element {...value} />
            </div>
          </td>
        );
      })}
      <td class="options">
        {path !== null && (
          <a href={path} class="ds-open" aria-label={translate.ta('show', resource.id)}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <circle cx="12" cy="12" r="1" />
              <circle cx="19" cy="12" r="1" />
              <circle cx="5" cy="12" r="1" />
            </svg>
          </a>
        )}
      </td>
    </tr>
  );
}

function Element({ tag: Tag, attributes, text }: ElementDescription) {
  const { className, ...others } = attributes;
  return (
    <Tag class={className} {...others}>
      {text}
    </Tag>
  );
}

function NoRecords({ resource, search, translate }: ServerListProps) {
  const { text, wholeList } = describeEmptyList(resource.id, search, translate);
  return (
    <p class="ds-empty-list">
      {text}
      {wholeList !== null && (
        <a class="ds-link" href={resource.href ?? ''}>
          {wholeList}
        </a>
      )}
    </p>
  );
}

/** The shapes of the links to other pages, in a square of 24. */
const PAGE_MARKS = {
  firstPage: 'M19 20L9 12l10-8zM5 19V5',
  previousPage: 'M15 18l-6-6 6-6',
  nextPage: 'M9 18l6-6-6-6',
  lastPage: 'M5 4l10 8-10 8zM19 5v14',
} as const;

/** Links to the pages of the list around the open one. */
function Pages({ response, search, translate }: ServerListProps) {
  const { page, perPage, total } = response.meta;
  const last = Math.ceil(total / perPage);
  if (last <= 1) return <div class="ds-pages" />;
  const first = Math.max(1, Math.min(page - MAX_PAGE_LINKS / 2, last - MAX_PAGE_LINKS + 1));
  const numbers = Array.from({ length: Math.min(MAX_PAGE_LINKS, last) }, (_, index) => first + index);
  const mark = (name: keyof typeof PAGE_MARKS, number: number) => (
    <a href={addressOfPage(Math.max(1, Math.min(number, last)), search)} aria-label={translate.tm(`controls.${name}`)}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={PAGE_MARKS[name]} />
      </svg>
    </a>
  );
  return (
    <div class="ds-pages">
      <nav>
        {mark('firstPage', 1)}
        {mark('previousPage', page - 1)}
        {numbers.map((number) => (
          <a key={number} href={addressOfPage(number, search)} aria-current={number === page ? 'page' : undefined}>
            {number}
          </a>
        ))}
        {mark('nextPage', page + 1)}
        {mark('lastPage', last)}
      </nav>
    </div>
  );
}

function addressOfPage(page: number, search: string): string {
  const query = new URLSearchParams(search);
  query.set('page', String(page));
  return `?${query.toString()}`;
}

import { createElement as h, useEffect, type FocusEvent, type FormEvent, type MouseEvent } from 'react';
import {
  actionHref,
  buildActionClickHandler,
  buildActionTestId,
  useActionResponseHandler,
  useFilterDrawer,
  useModal,
  useTranslation,
  type ActionHeaderProps,
  type ActionJSON,
} from 'adminjs';
import { useChangedNotice } from './list/changed-notice.js';
import { pageTitle } from '../../shell/page-title.js';
import { describeSearch, findNewAction, hasTotals, prefillOf, toGrouped } from '../list/describe-list.js';
import { noteHeadingDrawn } from './list/list-handover.js';
import { listQuery, rememberList } from './list/list-query.js';
import { ListTotals } from './list/list-totals.js';
import { followLink, navigateTo } from './navigate.js';

/** Actions that stand beside the heading as buttons; the others are in the menu. */
const MAX_BUTTONS = 2;

/** Replaces the head of AdminJS's pages: where one is, the name of the list or record, search, filter and actions. */
export function ActionHeader(props: ActionHeaderProps) {
  const { resource, record, action, tag, toggleFilter: hasFilter } = props;
  const { ta, tl } = useTranslation();
  const { translateMessage: tm } = useTranslation();
  const list = tl(resource.name, resource.id);
  const isList = action.name === 'list';
  const heading = record ? nameOf(props, tm) : ta(action.label, resource.id);
  useChangedNotice(resource.id);
  useEffect(() => {
    document.title = pageTitle(heading);
    if (isList) rememberList(resource.id);
  }, [heading, isList, resource.id, location.search]);
  useEffect(() => {
    if (isList) noteHeadingDrawn(tag);
  }, [isList, tag]);
  return h(
    'div',
    { className: 'ds-heading' },
    h(
      'nav',
      { className: 'ds-crumbs', 'aria-label': tm('controls.path') },
      isList ? null : h(PageLink, { href: `${resource.href ?? '/admin'}${listQuery(resource.id)}` }, `← ${list}`),
    ),
    h(
      'div',
      { className: 'ds-heading-line' },
      h('h1', null, heading, tag ? h('small', null, toGrouped(Number(tag), document.documentElement.lang)) : null),
      isList ? h(SearchBox, { ...props, key: resource.id }) : null,
      hasFilter ? h(FilterButton, { resourceId: resource.id }) : null,
      h(Actions, props),
    ),
    isList && hasTotals(action) ? h(ListTotals, { resourceId: resource.id, search: location.search }) : null,
  );
}

function PageLink({ href, children }: { readonly href: string; readonly children?: string }) {
  return h('a', { className: 'ds-link', href, onClick: (event) => followLink(event, href) }, children);
}

/** Returns what a record is called: its restaurant, its own title, or both. */
function nameOf({ resource, record }: ActionHeaderProps, tm: ReturnType<typeof useTranslation>['tm']): string {
  const title = record?.title ?? '';
  const client = record?.populated.clientId?.title;
  const own = resource.titleProperty.name;
  if (own === 'name' || own === 'email') return title;
  const name = tm(`controls.record.${resource.id}`, undefined, { title, interpolation: { escapeValue: false } });
  return client === undefined ? name : `${client} · ${name}`;
}

/** Searches a list by the name of its rows. */
function SearchBox({ resource }: ActionHeaderProps) {
  const { tm } = useTranslation();
  const field = describeSearch(resource, location.search);
  if (!field) return null;
  const { parameter } = field;
  const query = new URLSearchParams(location.search);
  return h(
    'form',
    {
      role: 'search',
      onSubmit(event: FormEvent<HTMLFormElement>) {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get(parameter);
        query.delete('page');
        if (typeof text === 'string' && text !== '') query.set(parameter, text);
        else query.delete(parameter);
        navigateTo(`${location.pathname}?${query.toString()}`);
      },
    },
    h('input', {
      type: 'search',
      name: parameter,
      defaultValue: field.text,
      placeholder: tm('controls.search'),
      'aria-label': tm('controls.search'),
    }),
  );
}

function FilterButton({ resourceId }: { readonly resourceId: string }) {
  const { tb } = useTranslation();
  const { toggleFilter, filtersCount } = useFilterDrawer();
  return h(
    'button',
    { type: 'button', className: 'ds-button', 'data-testid': 'filter-button', onClick: toggleFilter },
    tb(filtersCount > 0 ? 'filterActive' : 'filter', resourceId, { count: filtersCount }),
  );
}

/** The actions of the record, or the form for a new record: two buttons, and a menu of the others. */
function Actions(props: ActionHeaderProps) {
  const { resource, record, action, omitActions } = props;
  const { tm } = useTranslation();
  if (omitActions) return null;
  const actions = record
    ? record.recordActions.filter(({ name }) => name !== action.name)
    : [findNewAction(resource)].filter((one): one is ActionJSON => one !== undefined && one.name !== action.name);
  const button = (one: ActionJSON) => h(ActionButton, { key: one.name, header: props, button: one });
  return h(
    'div',
    { className: 'ds-actions' },
    actions.slice(0, MAX_BUTTONS).map(button),
    actions.length > MAX_BUTTONS
      ? h(
          'details',
          { className: 'ds-more', onBlur: closeOnLeave },
          h('summary', { className: 'ds-button', 'data-testid': 'more-actions' }, `${tm('controls.more')} ▾`),
          h('div', null, actions.slice(MAX_BUTTONS).map(button)),
        )
      : null,
  );
}

function ActionButton({ header, button }: { readonly header: ActionHeaderProps; readonly button: ActionJSON }) {
  const { resource, record, actionPerformed } = header;
  const translateFunctions = useTranslation();
  const modalFunctions = useModal();
  const actionResponseHandler = useActionResponseHandler(actionPerformed);
  const params = { resourceId: resource.id, ...(record && { recordId: record.id }) };
  const search = prefillOf(button);
  const href = `${actionHref(button, params) ?? '#'}${search}`;
  const act = buildActionClickHandler({
    action: button,
    params,
    actionResponseHandler,
    navigate: ((target: { pathname: string; search: string }) =>
      navigateTo(`${target.pathname}${target.search ? `?${target.search}` : ''}`)) as Parameters<
      typeof buildActionClickHandler
    >[0]['navigate'],
    translateFunctions,
    modalFunctions,
  });
  return h(
    'a',
    {
      className: button.name === 'new' || button.name === 'edit' ? 'ds-button ds-primary' : 'ds-button',
      href,
      'data-testid': buildActionTestId(button),
      onClick(event: MouseEvent<HTMLAnchorElement>) {
        event.currentTarget.closest('details')?.removeAttribute('open');
        if (search === '') act(event);
        else followLink(event, href);
      },
    },
    translateFunctions.ta(button.label, resource.id),
  );
}

function closeOnLeave({ currentTarget, relatedTarget }: FocusEvent<HTMLDetailsElement>): void {
  if (relatedTarget === null || !currentTarget.contains(relatedTarget)) currentTarget.open = false;
}

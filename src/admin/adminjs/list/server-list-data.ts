import type { ActionJSON, ListActionResponse, RecordJSON } from 'adminjs';
import type { ViewedList } from '../application/adminjs-application.js';
import type { ListTotal } from '../record-panel.js';

/** A record whose actions are places in a table of all actions: each record of a list has nearly the same ones. */
type ShortRecord = Omit<RecordJSON, 'recordActions' | 'bulkActions' | 'populated'> & {
  readonly recordActions: readonly number[];
  readonly bulkActions: readonly number[];
  readonly populated: Readonly<Record<string, ShortRecord>>;
};

/** The response for a list in the page that shows the list. AdminJS draws it instead of fetching it. */
export interface ServerListData {
  readonly resourceId: string;
  readonly meta: ListActionResponse['meta'];
  readonly actions: readonly ActionJSON[];
  readonly records: readonly ShortRecord[];
  readonly totals: readonly ListTotal[];
}

/** Writes the response for a list so that it takes little room in a page. */
export function toServerListData({ resource, response, totals }: ViewedList): ServerListData {
  const { meta, records } = response;
  const actions: ActionJSON[] = [];
  const places = new Map<string, number>();
  const placeOf = (action: ActionJSON) => {
    const key = `${action.resourceId}/${action.name}`;
    const place = places.get(key) ?? actions.push(action) - 1;
    places.set(key, place);
    return place;
  };
  const shorten = (record: RecordJSON): ShortRecord => ({
    ...record,
    recordActions: record.recordActions.map(placeOf),
    bulkActions: record.bulkActions.map(placeOf),
    populated: mapValues(record.populated, shorten),
  });
  const shortRecords = records.map(shorten);
  return { resourceId: resource.id, meta, actions, records: shortRecords, totals };
}

/** Returns the response that the API would send for the list. */
export function toListResponse({ meta, records, actions }: ServerListData): ListActionResponse {
  const actionsAt = (places: readonly number[]) =>
    places.map((place) => actions[place]).filter((action) => action !== undefined);
  const restore = (record: ShortRecord): RecordJSON => ({
    ...record,
    recordActions: actionsAt(record.recordActions),
    bulkActions: actionsAt(record.bulkActions),
    populated: mapValues(record.populated, restore),
  });
  return { meta, records: records.map(restore) };
}

/** Changes each record that another one refers to. One that was deleted is null or undefined. */
function mapValues<From, To>(
  records: Readonly<Record<string, From | null | undefined>>,
  change: (record: From) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(records).flatMap(([name, record]): [string, To][] =>
      record === null || record === undefined ? [] : [[name, change(record)]],
    ),
  );
}

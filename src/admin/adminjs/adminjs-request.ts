import { z } from 'zod';
import { MAX_LISTED_ROWS, type Column, type Table } from './table.js';
import { badInput, parseId, UserError } from '../../domain/index.js';
import { DaySchema, findUnsafeInput, parseInput, wholeNumber } from '../../platform/http/index.js';

/** The longest text that a list is filtered or searched by. */
const MAX_FILTER_LENGTH = 200;
/** As many records as a list shows at most, and so as many as a person can select. */
const MAX_RECORD_IDS = 500;
/** Every field of every table has such a name. AdminJS splits names at dots, which takes quadratic time. */
const FIELD_NAME = /^[A-Za-z]\w{0,39}$/;
const MAX_FIELDS = 60;

const FilterText = z.string('must be given once').max(MAX_FILTER_LENGTH);
const Direction = z.enum(['asc', 'desc']);
const Page = wholeNumber(1, 1_000_000);
const PerPage = wholeNumber(1, MAX_RECORD_IDS);

/** The query and the fields of a request, as they arrived. */
type Unparsed = Readonly<Record<string, unknown>>;

/**
 * Parses the query of a list or search into the one that AdminJS is handed: page, order, and the filters that the table has, in
 * AdminJS's flat names. Leaves out every other parameter, and every empty one.
 * @throws UserError 400 naming the parameter and its rule.
 */
export function parseListQuery(table: Table, query: Unparsed): Record<string, unknown> {
  const sortable = table.columns.filter(({ sort }) => sort !== undefined).map(({ name }) => name);
  const schema = z
    .object({
      page: Page,
      perPage: PerPage,
      direction: Direction,
      ...(sortable.length > 0 && { sortBy: z.enum(sortable) }),
      ...Object.fromEntries(table.filter.flatMap((name) => filterSchemas(columnOf(table, name)))),
    })
    .partial();
  const parsed = parseInput(schema, Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')));
  if ((parsed.page ?? 1) * (parsed.perPage ?? 1) > MAX_LISTED_ROWS) {
    throw badInput('page', `a list shows its first ${MAX_LISTED_ROWS} rows; filter it to see others`);
  }
  return parsed;
}

/** Parses the ids of a bulk action, which are separated by commas. @throws UserError 400 */
export function parseRecordIds({ recordIds }: Unparsed): { readonly recordIds: string } {
  const ids = typeof recordIds === 'string' ? recordIds.split(',', MAX_RECORD_IDS + 1) : [];
  if (ids.length === 0 || ids.length > MAX_RECORD_IDS || ids.some((id) => parseId(id) === null)) {
    throw badInput('recordIds', `must be 1 to ${MAX_RECORD_IDS} ids`);
  }
  return { recordIds: ids.join(',') };
}

/** Parses the text of a search. @throws UserError 400 naming `query`. */
export function parseSearchText(text: string): string {
  return parseInput(z.object({ query: FilterText }), { query: text }).query;
}

/**
 * Parses the fields of a form into those that may be edited. AdminJS's form sends the other fields of its record too; they are
 * left out. Null clears a field.
 * @throws UserError 400 naming a field whose name no record has, or whose value is no text.
 */
export function parseFormFields(table: Table, body: unknown): Record<string, string | null> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new UserError('bad_input', 'Send the fields of the form', 400);
  }
  const fields = Object.entries(body as Unparsed);
  if (fields.length > MAX_FIELDS) throw badInput('body', `may have at most ${MAX_FIELDS} fields`);
  const strange = fields.find(([name]) => !FIELD_NAME.test(name));
  if (strange) throw badInput(strange[0].slice(0, 40), 'is not known here');
  const unsafe = findUnsafeInput(body);
  if (unsafe) throw badInput(unsafe.path, unsafe.message);
  return Object.fromEntries(
    fields
      .filter(([name]) => table.edit.includes(name))
      .map(([name, value]) => {
        if (typeof value === 'string' || value === null) return [name, value];
        throw badInput(name, 'must be a text');
      }),
  );
}

/** Returns the parameters by which a column is filtered: one, or two of a column of days. */
function filterSchemas({ name, type }: Column): [parameter: string, z.ZodType][] {
  if (type !== 'day') return [[`filters.${name}`, FilterText]];
  return [
    [`filters.${name}~~from`, DaySchema],
    [`filters.${name}~~to`, DaySchema],
  ];
}

function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`The table ${table.id} has no column ${name}`);
  return column;
}

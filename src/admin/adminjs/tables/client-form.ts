import type { FormValues } from '../table-action.js';
import type { DisplayRow } from '../table.js';
import type { Actor } from '../../../auth/index.js';
import { ClientPatch, NewClient, type ClientsService } from '../../../clients/index.js';
import { parseInput } from '../../../platform/http/index.js';

/** The fields that an empty form field clears. The other fields are never empty. */
const OPTIONAL_CLIENT_FIELDS = [
  'contactName',
  'contactPhone',
  'contactTelegram',
  'notes',
  'goals',
  'startDate',
] as const;
export const EDITABLE_CLIENT_FIELDS = [
  'name',
  'upstreamName',
  'status',
  'managerId',
  'ownerId',
  'monthlyTarget',
  ...OPTIONAL_CLIENT_FIELDS,
] as const;

/** Creates a client from a form and returns its id. Throws a UserError whose details name the fields. */
export async function createFromForm(clients: ClientsService, form: FormValues, actor: Actor): Promise<number> {
  return (await clients.create(parseInput(NewClient, toClientInput(form)), actor)).id;
}

/** Turns a form into the input that the schemas of the API accept. */
function toClientInput(form: FormValues): Record<string, unknown> {
  const optional = OPTIONAL_CLIENT_FIELDS.flatMap((field) =>
    field in form ? [[field, form[field] === '' ? null : form[field]]] : [],
  );
  const numbers = (['managerId', 'ownerId', 'monthlyTarget'] as const).flatMap((field) =>
    form[field] === undefined ? [] : [[field, toNumber(form[field])]],
  );
  return {
    name: form.name ?? '',
    ...(form.upstreamName && { upstreamName: form.upstreamName }),
    ...(form.status && { status: form.status }),
    ...(Object.fromEntries(numbers) as Record<string, number | null>),
    ...(Object.fromEntries(optional) as Record<string, string | null>),
  };
}

/** Returns the number that a person typed, whatever separates its groups: `50 000 000`, `50.000.000`; null for an empty field. */
function toNumber(typed: string): number | null {
  const digits = typed.replace(/(?<=\d)[\s.,'](?=\d{3}(?!\d))/g, '').trim();
  return digits === '' ? null : Number(digits);
}

/** Saves the fields of a form that differ from a row. An empty upstream name becomes the name. Returns the client's id. */
export async function updateFromForm(
  clients: ClientsService,
  form: FormValues,
  actor: Actor,
  row: DisplayRow | null,
): Promise<number> {
  const id = Number(row?.id);
  const input = { ...toClientInput(form), ...(form.upstreamName === '' && { upstreamName: form.name }) };
  const changed = Object.entries(input).filter(([field, value]) => value !== (row?.[field] ?? null));
  if (changed.length === 0) return id;
  return (await clients.update(id, parseInput(ClientPatch, Object.fromEntries(changed)), actor)).id;
}

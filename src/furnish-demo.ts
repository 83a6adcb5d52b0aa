import type { INestApplicationContext } from '@nestjs/common';
import { generatePassword, SYSTEM, UsersService } from './auth/index.js';
import { ClientNotesService, ClientsService, OwnersService } from './clients/index.js';
import { SHOWCASE_MANAGERS, SHOWCASE_OWNERS, showcaseClients } from './demo/index.js';
import { addDays, dayAt } from './domain/index.js';
import { Clock, CONFIG, type Config } from './platform/config/index.js';

/**
 * Gives the demo's restaurants managers, owners, contacts, goals, targets and notes, so that every page has something to show.
 * Nobody can log in as one of the managers before an admin sets a password. Stops between two writes when `signal` is aborted.
 */
export async function furnishDemo(app: INestApplicationContext, signal: AbortSignal): Promise<void> {
  const isAborted = () => signal.aborted;
  const clients = app.get(ClientsService);
  const notes = app.get(ClientNotesService);
  const { businessTimeZone } = app.get<Config>(CONFIG);
  const today = dayAt(app.get<Clock>(Clock).now(), businessTimeZone);
  const ids = await clients.mapByUpstreamName();
  const managerIds = await createEach(SHOWCASE_MANAGERS, signal, (email) =>
    app.get(UsersService).create({ email, role: 'manager', password: generatePassword() }, SYSTEM),
  );
  const ownerIds = await createEach(SHOWCASE_OWNERS, signal, (owner) => app.get(OwnersService).create(owner, SYSTEM));
  for (const { name, manager, owner, datedNotes, ...card } of showcaseClients()) {
    const client = ids.get(name);
    if (isAborted()) return;
    if (!client) continue;
    const ownerId = owner === null ? null : (ownerIds[owner] ?? null);
    await clients.update(client.id, { ...card, managerId: managerIds[manager] ?? null, ownerId }, SYSTEM);
    for (const { daysAgo, text } of datedNotes) {
      if (isAborted()) return;
      await notes.create(client.id, { day: addDays(today, -daysAgo), text }, SYSTEM);
    }
  }
}

/** Creates records one after the other until `signal` is aborted. Returns their ids. */
async function createEach<T>(
  inputs: readonly T[],
  signal: AbortSignal,
  create: (input: T) => Promise<{ readonly id: number }>,
): Promise<number[]> {
  const ids: number[] = [];
  for (const input of inputs) {
    if (signal.aborted) break;
    ids.push((await create(input)).id);
  }
  return ids;
}

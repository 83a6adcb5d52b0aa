import { Injectable } from '@nestjs/common';
import { In, IsNull, type EntityManager } from 'typeorm';
import type { PushedRestaurant } from './group-rows.js';
import { PushMark } from './push-mark.entity.js';
import { isApplied, type RestaurantOutcome } from './push-outcome.js';
import type { ValidatedPush } from './validate-restaurant.js';
import { Client, recordUpstreamId } from '../clients/index.js';
import {
  hasReported,
  maxDay,
  minDay,
  PLATFORMS,
  type Day,
  type Period,
  type Platform,
  type WriteCounts,
} from '../domain/index.js';
import { StatWriter } from '../stats/index.js';
import { findCopiesAfter, toMergedOutcome, type Copy, type PushedItem } from '../sync/index.js';

/** A restaurant of a push after validation. */
export interface CheckedRestaurant extends PushedRestaurant {
  readonly checked: ValidatedPush;
}

/** A restaurant of a push with its client. */
interface KnownRestaurant extends CheckedRestaurant {
  readonly client: Pick<Client, 'id' | 'upstreamId'>;
}

/** An item of the run of a push, and what was written; null when nothing was compared. */
export interface CommittedItem extends PushedItem {
  readonly counts: WriteCounts | null;
}

/** What was written of one restaurant: its outcome, and its item of the run; null when it has none. */
export interface CommittedRestaurant {
  readonly outcome: RestaurantOutcome;
  readonly item: CommittedItem | null;
}

/** What is known of the clients of a push. */
interface Known {
  readonly collectedAt: string;
  readonly yesterday: Day;
  readonly marks: readonly PushMark[];
  readonly copies: readonly Copy[];
  /** The clients that hold an upstream id of the push, and the restaurants of the push that name one. */
  readonly holders: readonly Holder[];
}

/** A restaurant under its upstream name, and the upstream id that it has. */
interface Holder {
  readonly name: string;
  readonly upstreamId: string;
}

/** Merges the restaurants of a push into the replica, each as a whole, inside the caller's transaction. */
@Injectable()
export class PushCommitService {
  constructor(private readonly writer: StatWriter) {}

  /** Commits the restaurants in the order of the push. */
  async commit(
    tx: EntityManager,
    restaurants: readonly CheckedRestaurant[],
    { collectedAt, yesterday }: Pick<Known, 'collectedAt' | 'yesterday'>,
  ): Promise<CommittedRestaurant[]> {
    const clients = await tx.find(Client, {
      select: { id: true, upstreamName: true, upstreamId: true, archivedAt: true },
      where: { upstreamName: In(restaurants.map(({ name }) => name)) },
    });
    const byName = new Map(clients.map((client) => [client.upstreamName, client]));
    const ids = clients.map(({ id }) => id);
    const marks = await tx.findBy(PushMark, { clientId: In(ids) });
    const copies = await findCopiesAfter(tx, ids, collectedAt);
    const known = { collectedAt, yesterday, marks, copies, holders: await findHolders(tx, restaurants) };
    const committed: CommittedRestaurant[] = [];
    const newMarks: PushMark[] = [];
    for (const restaurant of restaurants) {
      const client = byName.get(restaurant.name);
      if (!client) committed.push(notApplied(restaurant, 'unknown', UNKNOWN));
      else if (client.archivedAt !== null) committed.push(notApplied(restaurant, 'archived', ARCHIVED));
      else {
        const result = await this.commitRestaurant(tx, { ...restaurant, client }, known);
        committed.push(result);
        if (!isApplied(result.outcome)) continue;
        const { id: clientId } = client;
        const [upstreamId] = restaurant.checked.restaurantIds;
        // From now on the id is this restaurant's, so that a later push of another one under it is rejected.
        if (upstreamId !== undefined && client.upstreamId === null) await recordUpstreamId(tx, clientId, upstreamId);
        for (const platform of reportedPlatforms(restaurant.checked))
          newMarks.push({ clientId, platform, collectedAt });
      }
    }
    await tx.upsert(PushMark, newMarks, ['clientId', 'platform']);
    return committed;
  }

  private async commitRestaurant(
    tx: EntityManager,
    restaurant: KnownRestaurant,
    known: Known,
  ): Promise<CommittedRestaurant> {
    const { client, covers, checked } = restaurant;
    const { days, quarantined, quarantinedDays } = checked;
    const window = windowOf(restaurant) ?? { from: known.yesterday, to: known.yesterday };
    const mismatch = findIdMismatch(restaurant) ?? findSameRestaurant(restaurant, known.holders);
    if (mismatch !== null) return failed(restaurant, window, mismatch);
    const newer = findNewer(restaurant, window, known);
    if (newer !== null) return notApplied(restaurant, 'stale', newer);
    if (days.length === 0 && quarantined.length === 0) {
      if (!covers)
        return notApplied(restaurant, checked.rejectedRows.length > 0 ? 'rejected' : 'ignored', NOTHING_SAID);
      if (await this.writer.hasStats(tx, client.id, covers)) return suspicious(restaurant, covers);
    }
    const { collectedAt } = known;
    const push = { clientId: client.id, window, collectedAt, pushed: days, quarantinedDays, covers };
    const counts = await this.writer.commitPush(tx, push);
    const hasRejected = checked.rejectedRows.length > 0;
    const status = !hasRejected ? 'applied' : days.length > 0 ? 'partial' : 'rejected';
    const { deleted: _, ...shown } = counts;
    const outcome = {
      ...outcomeOf(restaurant),
      status,
      message: hasRejected ? REJECTED : null,
      counts: shown,
    } as const;
    const itemOutcome = toMergedOutcome(counts, { calls: 0, quarantined, ignored: checked.ignored });
    return { outcome, item: { clientId: client.id, window, outcome: itemOutcome, quarantined, counts } };
  }
}

const UNKNOWN = 'No restaurant here has this name on the statistics server. A person must add it or correct its name.';
const ARCHIVED = 'This restaurant is archived here. A person must restore it first.';
const NOTHING_SAID = 'No row says anything about a complete business day.';
const REJECTED = 'Some rows are wrong. What was held of their days was kept.';

function outcomeOf({
  name,
  checked,
}: CheckedRestaurant): Pick<RestaurantOutcome, 'restaurantName' | 'ignoredRows' | 'rejectedRows'> {
  return { restaurantName: name, ignoredRows: checked.ignored, rejectedRows: checked.rejectedRows };
}

function notApplied(
  restaurant: CheckedRestaurant,
  status: RestaurantOutcome['status'],
  message: string,
): CommittedRestaurant {
  return { outcome: { ...outcomeOf(restaurant), status, message, counts: null }, item: null };
}

function failed(restaurant: KnownRestaurant, window: Period, message: string): CommittedRestaurant {
  const outcome = { status: 'failed', attempts: 0, code: 'wrong_restaurant', message } as const;
  const item = { clientId: restaurant.client.id, window, outcome, quarantined: [], counts: null };
  return { ...notApplied(restaurant, 'rejected', message), item };
}

function suspicious(restaurant: KnownRestaurant, covers: Period): CommittedRestaurant {
  const message = `The push has nothing for ${covers.from} to ${covers.to}, where the replica holds data. The data were kept.`;
  const outcome = { status: 'suspicious_empty', attempts: 0, code: 'suspicious_empty', message } as const;
  const item = { clientId: restaurant.client.id, window: covers, outcome, quarantined: [], counts: null };
  return { ...notApplied(restaurant, 'suspicious_empty', message), item };
}

/** Returns the period of everything that a restaurant of a push says; null when it names no day. */
function windowOf({ covers, checked }: CheckedRestaurant): Period | null {
  const days = [...checked.days, ...checked.quarantined].flatMap(({ date }) => (date === null ? [] : [date as Day]));
  if (covers) days.push(covers.from, covers.to);
  return days.length === 0 ? null : { from: days.reduce(minDay), to: days.reduce(maxDay) };
}

/** Returns why the rows are those of another restaurant; null when nothing says so. */
function findIdMismatch({ client, checked: { restaurantIds } }: KnownRestaurant): string | null {
  if (restaurantIds.length > 1) {
    return `The rows are those of ${restaurantIds.length} restaurants: their restaurant_id differs. Nothing was changed here.`;
  }
  const [id] = restaurantIds;
  if (id === undefined || client.upstreamId === null || client.upstreamId === id) return null;
  return `The restaurant_id of the rows is ${id}, and this restaurant has ${client.upstreamId} here. Nothing was changed here. If it has a new id, a person must change its upstream name and change it back, which forgets the old one.`;
}

async function findHolders(tx: EntityManager, restaurants: readonly CheckedRestaurant[]): Promise<Holder[]> {
  const pushed = restaurants.flatMap(({ name, checked }) =>
    checked.restaurantIds.map((upstreamId) => ({ name, upstreamId })),
  );
  const ids = [...new Set(pushed.map(({ upstreamId }) => upstreamId))];
  const clients = await tx.find(Client, {
    select: { upstreamName: true, upstreamId: true },
    where: { upstreamId: In(ids), archivedAt: IsNull() },
  });
  return [
    ...clients.map(({ upstreamName, upstreamId }) => ({ name: upstreamName, upstreamId: upstreamId ?? '' })),
    ...pushed,
  ];
}

/** Returns why the rows may be those of another restaurant, which has their id too; null when none has. */
function findSameRestaurant({ name, checked }: KnownRestaurant, holders: readonly Holder[]): string | null {
  const other = holders.find((holder) => holder.name !== name && checked.restaurantIds.includes(holder.upstreamId));
  if (!other) return null;
  return `The restaurant_id of the rows is that of "${other.name}" too, so one of the two has the numbers of the other. Nothing was changed here.`;
}

/** Returns why something newer is held: a later push of a platform, or a later copy of one of the days. Null when nothing is. */
function findNewer({ client, checked }: KnownRestaurant, window: Period, known: Known): string | null {
  const { collectedAt, marks, copies } = known;
  const reported = reportedPlatforms(checked);
  const platforms: readonly Platform[] = reported.length > 0 ? reported : PLATFORMS;
  const mark = marks.find(
    ({ clientId, platform, collectedAt: held }) =>
      clientId === client.id && platforms.includes(platform) && held > collectedAt,
  );
  if (mark) return `Numbers that were collected later are held (${mark.collectedAt}). Nothing was changed here.`;
  const copy = copies.find(
    ({ clientId, windowFrom, windowTo }) =>
      clientId === client.id && windowFrom <= window.to && windowTo >= window.from,
  );
  if (!copy) return null;
  return `These days were copied from the statistics server later (${copy.finishedAt}). Nothing was changed here.`;
}

function reportedPlatforms({ days }: ValidatedPush): Platform[] {
  return PLATFORMS.filter((platform) => days.some(({ values }) => hasReported(values, platform)));
}

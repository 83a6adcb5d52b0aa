import type { CollectionState } from '../../../collection/collection.service.js';
import type { Role } from '../../../auth/roles.js';
import type { Client } from '../../../clients/client.entity.js';
import type { AttentionList } from '../../../stats/attention.service.js';
import type { ClientPage } from '../../../stats/client-page.service.js';
import type { Coverage } from '../../../stats/coverage.js';
import type { Day } from '../../../stats/day.js';
import type { Freshness } from '../../../stats/freshness.js';
import type { Leaderboard } from '../../../stats/leaderboard.service.js';
import type { Period } from '../../../stats/period.js';
import type { PortfolioDays } from '../../../stats/portfolio.service.js';
import type { SyncStatus } from '../../../sync/sync-status.service.js';
import type { ItemView } from '../../../sync/item-view.js';
import type { Language } from '../../locales/words.js';
import type { Status } from './state.js';

/** A line of the ranked list as the browser gets it. Money in rupiah; a value that does not exist is null. */
export interface BoardRow {
  readonly id: number;
  readonly name: string;
  readonly status: Status;
  readonly sales: number | null;
  /** The change of sales as a fraction. */
  readonly delta: number | null;
  /** The figure the list is sorted by. */
  readonly value: number | null;
  readonly coverage: Pick<Coverage, 'days' | 'expected'>;
  /** Days of the comparison that `delta` is against; null without one. */
  readonly comparedDays: number | null;
  /** Total sales of the period as a picture, see `shared/spark.ts`. */
  readonly spark: string;
  /** The last day either platform reported. */
  readonly through: Day | null;
}

/** The ranked list and what all of it makes together. */
export interface Board {
  /** The business day it is. */
  readonly today: Day;
  readonly period: Period;
  readonly comparePeriod: Period | null;
  readonly freshness: Freshness;
  readonly totals: Omit<Leaderboard['totals'], 'spark'>;
  readonly days: PortfolioDays;
  readonly compareDays: PortfolioDays | null;
  /** In the order asked for; with `perPage` the first of them only. */
  readonly rows: readonly BoardRow[];
  /** How many there are in all. */
  readonly total: number;
}

/** A client's page with what is written about it and how its last sync went. */
export interface ClientView {
  readonly page: ClientPage;
  readonly card: Pick<
    Client,
    'upstreamName' | 'contactName' | 'contactPhone' | 'contactTelegram' | 'goals' | 'notes' | 'startDate' | 'createdAt'
  >;
  /** The first and the last day it has data of, whatever the period. */
  readonly reach: Period | null;
  readonly lastItem: Pick<ItemView, 'status' | 'code' | 'message' | 'finishedAt'> | null;
}

/** Who looks at the page. */
export interface Viewer {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  /** Whether there is a job queue for this viewer to look into. */
  readonly queues: boolean;
}

/** Everything the first picture is made of, on the server and again in the browser. */
export interface PageData {
  readonly viewer: Viewer;
  readonly language: Language;
  /** IANA zone of the business. */
  readonly timeZone: string;
  /** The query of the address it was made for. */
  readonly query: string;
  readonly remembered: { readonly mine: boolean };
  readonly board: Board;
  readonly attention: AttentionList;
  readonly client: ClientView | null;
  readonly sync: SyncStatus;
  readonly collection: CollectionState;
}

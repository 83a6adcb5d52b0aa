import type { Language } from '../../i18n/messages.js';
import type { Board, ClientView, ListNotes } from '../server/dashboard.dto.js';
import type { CollectionState } from '../../../collection/index.js';
import type { TokenRole } from '../../../auth/index.js';
import type { AttentionList } from '../../../stats/index.js';
import type { SyncStatus } from '../../../sync/index.js';

/** The user who views the page. */
export interface Viewer {
  readonly id: number;
  readonly name: string;
  readonly role: TokenRole;
  /** True when this viewer may inspect a job queue. */
  readonly queues: boolean;
  /** True when this server takes pushes. */
  readonly pushes: boolean;
}

/** The data of the first rendering, on the server and again in the browser. */
export interface PageData {
  readonly viewer: Viewer;
  readonly language: Language;
  /** The IANA time zone of the business. */
  readonly timeZone: string;
  /** The query of the requested address. */
  readonly query: string;
  readonly remembered: { readonly mine: boolean };
  readonly board: Board;
  readonly attention: AttentionList;
  /** The notes of the listed restaurants; null with a restaurant. */
  readonly notes: ListNotes | null;
  readonly client: ClientView | null;
  readonly sync: SyncStatus;
  readonly collection: CollectionState;
}

import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import type { ItemStatus } from './sync-item.entity.js';
import type { RunView } from './run-view.js';
import type { WriteCounts } from '../stats/merge.js';

/** How an item ended; `counts` when its rows were looked at. */
export interface ItemEnd {
  readonly status: ItemStatus;
  readonly counts: WriteCounts | null;
}

/** What happens in this process, for whoever counts, tells or waits. SQL stays the truth: another process does not signal here. */
@Injectable()
export class SyncSignals {
  /** There is a new run to do. */
  readonly planned = new Subject<void>();
  /** Something about runs or rows may have changed. */
  readonly changed = new Subject<void>();
  readonly itemEnded = new Subject<ItemEnd>();
  /** A run is over, as far as this process has seen. */
  readonly runEnded = new Subject<RunView>();
  /** A run is over, and it is for this process alone to count it, whichever ended it. */
  readonly runAnnounced = new Subject<RunView>();
}

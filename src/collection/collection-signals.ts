import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import type { CollectionView } from './collection-view.js';

/** What happens to collections in this process. SQL stays the truth: another process does not signal here. */
@Injectable()
export class CollectionSignals {
  /** There is a new one to do. */
  readonly requested = new Subject<void>();
  readonly ended = new Subject<CollectionView>();
}

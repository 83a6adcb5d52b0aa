import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

/** One finished HTTP call to upstream: the status code, or a code of what went wrong, and how long it took. */
export interface UpstreamCall {
  readonly code: string;
  readonly seconds: number;
}

/** The calls this process makes to upstream, for metrics and health. */
@Injectable()
export class UpstreamCalls {
  readonly made = new Subject<UpstreamCall>();
  /** The last one; null before the first. */
  last: UpstreamCall | null = null;

  constructor() {
    this.made.subscribe((call) => {
      this.last = call;
    });
  }
}

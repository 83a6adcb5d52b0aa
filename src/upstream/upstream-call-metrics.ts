import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

/** One finished HTTP call to the upstream: its status or error code, and its duration. */
export interface UpstreamCall {
  readonly code: string;
  readonly seconds: number;
}

/** The calls of this process to the upstream, for metrics and health. */
@Injectable()
export class UpstreamCallMetrics {
  readonly made = new Subject<UpstreamCall>();
  /** The last call; null before the first. */
  last: UpstreamCall | null = null;

  constructor() {
    this.made.subscribe((call) => {
      this.last = call;
    });
  }
}

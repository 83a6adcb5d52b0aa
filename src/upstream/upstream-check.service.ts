import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { UpstreamSource, type SourceFinding } from './upstream-source.js';
import { LOGGER } from '../platform/logging/index.js';
import { type BackgroundService, PollingLoop } from '../platform/scheduling/index.js';

const INTERVAL_MS = 600_000;
const TIMEOUT_MS = 60_000;

/** Checks the source at the start and every ten minutes. Logs a problem once, when it appears. */
@Injectable()
export class UpstreamCheckService implements BackgroundService, OnModuleDestroy {
  readonly role = 'worker';
  private findings: readonly SourceFinding[] = [];
  private readonly loop: PollingLoop;

  constructor(
    private readonly source: UpstreamSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.loop = new PollingLoop({
      name: 'upstream check',
      intervalMs: INTERVAL_MS,
      logger,
      tick: (signal) => this.check(signal),
    });
  }

  /** What the last check found to be wrong; null when nothing was. */
  get problem(): string | null {
    return this.findings.find(({ status }) => status === 'fail')?.message ?? null;
  }

  /** Does not wait for the upstream. */
  start(): Promise<void> {
    void this.loop.start();
    return Promise.resolve();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  private async check(stopped: AbortSignal): Promise<void> {
    const known = new Set(this.findings.map(({ message }) => message));
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]);
    const findings = await this.source.check({ signal });
    if (stopped.aborted) return;
    this.findings = findings;
    for (const { name, status, message } of this.findings) {
      if (status !== 'ok' && !known.has(message)) this.logger.warn({ check: name }, message);
    }
  }
}

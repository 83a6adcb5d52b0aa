import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { UpstreamMemory } from '../database/upstream-memory.js';
import { yesterdayAt } from './day.js';
import { freshnessOf, type Freshness } from './freshness.js';
import { replicaFacts } from './replica-facts.js';
import { countsOf, usualReporters } from './reporting.js';

/** How fresh the replica is as a whole: the one story that health, metrics, alerts, the API and the CLI tell. */
@Injectable()
export class FreshnessService {
  constructor(
    private readonly memory: UpstreamMemory,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Reads it inside the caller's unit of work. */
  async read(tx: EntityManager): Promise<Freshness> {
    const { businessTimeZone } = this.config;
    const now = this.clock.now();
    const facts = await replicaFacts(tx);
    const yesterday = countsOf(await usualReporters(tx, yesterdayAt(now, businessTimeZone)));
    return freshnessOf({ ...facts, demo: this.memory.demo, yesterday }, now, businessTimeZone);
  }
}

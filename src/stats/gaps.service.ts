import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import type { ClientColumns } from './client-columns.js';
import { ColumnsCache } from './columns-cache.js';
import { dayNumber, dayOfNumber, maxDay, minDay, yesterdayAt, type Day } from './day.js';
import { listedClients, type ListedClient } from './listed-clients.js';
import type { Platform } from './metric-catalogue.js';
import { byName } from './name-order.js';
import { checkedPeriod, periodLength, type Period } from './period.js';
import type { GapsQuery } from './stats.schemas.js';

/** Days in a row on which the same platforms did not report. */
export interface Gap extends Period {
  readonly days: number;
  readonly platforms: readonly Platform[];
}

/** A client and the days it misses inside the period. */
export interface ClientGaps {
  readonly id: number;
  readonly name: string;
  /** Days of the period on which any platform that should have reported did not. */
  readonly missing: number;
  /** Oldest first. */
  readonly gaps: readonly Gap[];
}

/** Which clients miss which days. */
export interface Gaps {
  readonly period: Period;
  /** The clients with gaps, those that miss most first. */
  readonly clients: readonly ClientGaps[];
  /** What to send to `POST /sync` to have all of it read again; null when nothing is missing. */
  readonly heal: (Period & { readonly clientIds: readonly number[] }) | null;
}

/**
 * What the replica misses. A platform should have reported on a day when it had reported before and did again later; after
 * a client's last report, and between its `startDate` and its first, all platforms are missing.
 */
@Injectable()
export class GapsService {
  constructor(
    private readonly cache: ColumnsCache,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The gaps of the active clients, or of one client whatever its status. @throws UserError 400 */
  async gaps({ from, to, clientId }: GapsQuery): Promise<Gaps> {
    const period = checkedPeriod(from, to);
    const yesterday = yesterdayAt(this.clock.now(), this.config.businessTimeZone);
    return this.cache.read(async (tx, columnsOf) => {
      const listed = await listedClients(tx, clientId === undefined ? { status: 'active' } : { clientId });
      const clients = listed
        .map((client) => gapsOf(client, columnsOf(client.id), { from, to: minDay(to, yesterday) }))
        .filter(({ missing }) => missing > 0)
        .sort((a, b) => b.missing - a.missing || byName(a.name, b.name));
      return { period, clients, heal: healing(clients) };
    });
  }
}

function gapsOf({ id, name, start }: ListedClient, columns: ClientColumns, { from, to }: Period): ClientGaps {
  const gaps: Gap[] = [];
  if (start) {
    const first = dayNumber(maxDay(from, start));
    for (let day = first; day <= dayNumber(to); day++) {
      const platforms = columns.silentOn(day);
      if (platforms.length > 0) extend(gaps, dayOfNumber(day), platforms);
    }
  }
  return { id, name, missing: gaps.reduce((sum, { days }) => sum + days, 0), gaps };
}

/** Lengthens the last gap by the day where it goes on, else begins one. */
function extend(gaps: Gap[], day: Day, platforms: readonly Platform[]): void {
  const last = gaps.at(-1);
  const goesOn = last?.platforms.join() === platforms.join() && dayNumber(last.to) + 1 === dayNumber(day);
  const from = goesOn ? last.from : day;
  if (goesOn) gaps.pop();
  gaps.push({ from, to: day, days: periodLength({ from, to: day }), platforms });
}

function healing(clients: readonly ClientGaps[]): Gaps['heal'] {
  const gaps = clients.flatMap((client) => client.gaps);
  const [first, ...rest] = gaps;
  if (!first) return null;
  const from = rest.reduce((day, gap) => minDay(day, gap.from), first.from);
  const to = rest.reduce((day, gap) => maxDay(day, gap.to), first.to);
  return { from, to, clientIds: clients.map(({ id }) => id).sort((a, b) => a - b) };
}

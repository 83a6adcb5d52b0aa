import { Injectable } from '@nestjs/common';
import { PrefixSumsCache } from '../cache/prefix-sums.cache.js';
import { RunningSums } from '../cache/running-sums.js';
import { ClientReplica } from '../store/client-replica.entity.js';
import { calculateFigures, toDayNumber, type Day, type Figures } from '../../domain/index.js';

/** Which daily stats to add up; all of them without a limit. */
export interface DaySelection {
  readonly clientId?: number | undefined;
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}

/** No replica has days outside of this period. */
const FIRST_DAY = '2000-01-01' as Day;
const LAST_DAY = '2999-12-31' as Day;

/** Adds up daily stats of all clients, archived ones too, or of one. */
@Injectable()
export class DayTotalsService {
  constructor(private readonly cache: PrefixSumsCache) {}

  /** Returns the figures of the selected days. Money is in sen; null is what nobody reported. */
  read({ clientId, from = FIRST_DAY, to = LAST_DAY }: DaySelection): Promise<Figures> {
    return this.cache.read(async (tx, prefixSumsOf) => {
      const sums = new RunningSums();
      const ids = clientId === undefined ? await listClientIds(tx) : [clientId];
      if (from <= to) {
        for (const id of ids) prefixSumsOf(id).addSumsTo(sums, toDayNumber(from), toDayNumber(to));
      }
      return calculateFigures(sums.toPeriodSums(), false);
    }, from);
  }
}

async function listClientIds(tx: Parameters<Parameters<PrefixSumsCache['read']>[0]>[0]): Promise<number[]> {
  const replicas = await tx.find(ClientReplica, { select: { clientId: true } });
  return replicas.map(({ clientId }) => clientId);
}

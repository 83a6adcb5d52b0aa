import { Injectable } from '@nestjs/common';
import { SalesByDay } from './client-columns.js';
import { ColumnsCache } from './columns-cache.js';
import { dayNumber } from './day.js';
import { listedClients, type Selection } from './listed-clients.js';
import type { Period } from './period.js';

/** What the listed clients sold together, a value a day of the period. */
export interface PortfolioDays {
  /** Rupiah; null when nobody reported. */
  readonly sales: readonly (number | null)[];
  /** How many of them reported. */
  readonly reporting: readonly number[];
}

/** The daily line of many clients together. Reads the replica only. */
@Injectable()
export class PortfolioService {
  constructor(private readonly cache: ColumnsCache) {}

  /** @throws UserError 400 for an unknown manager. */
  async days(selection: Selection, period: Period): Promise<PortfolioDays> {
    return this.cache.read(async (tx, columnsOf) => {
      const days = new SalesByDay(dayNumber(period.from), dayNumber(period.to));
      for (const { id } of await listedClients(tx, selection)) columnsOf(id).addSalesByDay(days);
      return { sales: days.inRupiah(), reporting: [...days.reporting] };
    });
  }
}

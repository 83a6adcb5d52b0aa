import { toRupiah, type Rupiah, type Sen } from '../../domain/index.js';

/**
 * Total sales of consecutive days, added up over clients. A day that no client reported is null, not 0. Days are numbers of
 * days since 1970-01-01.
 */
export class DailySales {
  /** Total sales of each day, in sen. */
  readonly sen: Float64Array;
  /** The number of clients that reported sales, for each day. */
  readonly reportingClients: Uint32Array;

  /** Creates sums for the days `from` to `to`, both included, that no client has reported yet. */
  constructor(
    readonly from: number,
    to: number,
  ) {
    this.sen = new Float64Array(to - from + 1);
    this.reportingClients = new Uint32Array(to - from + 1);
  }

  /** Returns the sales of each day; null for a day that no client reported. */
  toSen(): (Sen | null)[] {
    return Array.from(this.sen, (sen, index) => (this.reportingClients[index] ? sen : null));
  }

  /** As {@link toSen}, in rupiah. */
  toRupiah(): (Rupiah | null)[] {
    return Array.from(this.sen, (sen, index) => (this.reportingClients[index] ? toRupiah(sen) : null));
  }
}

import { toComparedFigures, type LeaderboardTotals } from './leaderboard.dto.js';
import type { ClientPrefixSums } from '../../cache/client-prefix-sums.js';
import { DailySales } from '../../cache/daily-sales.js';
import { RunningMatchedSums, RunningSums } from '../../cache/running-sums.js';
import type { ReportView } from '../report-view.js';
import { calculateFigures, toFiguresDto, type Coverage } from '../../../domain/index.js';

/** Adds up the figures of all listed clients. Deltas are matched pair by pair, so a client that joined or left changes none. */
export class TotalsAccumulator {
  private readonly sums = new RunningSums();
  private readonly matched = new RunningMatchedSums();
  private readonly coverage = { days: 0, expected: 0, grab: 0, gojek: 0 };
  private readonly sales: DailySales;

  constructor(private readonly view: ReportView) {
    this.sales = new DailySales(view.from, view.to);
  }

  /** Adds one client. @param sums the client's sums of the period. */
  add(prefixSums: ClientPrefixSums, sums: RunningSums, coverage: Coverage): void {
    const { comparison, platforms } = this.view;
    this.sums.add(sums);
    if (comparison) prefixSums.addMatchedTo(this.matched, comparison, sums, platforms);
    prefixSums.addDailySalesTo(this.sales, platforms);
    this.coverage.days += coverage.days;
    this.coverage.expected += coverage.expected;
    this.coverage.grab += coverage.grab;
    this.coverage.gojek += coverage.gojek;
  }

  toDto(): LeaderboardTotals {
    const { comparison, excludeFake } = this.view;
    return {
      ...toFiguresDto(calculateFigures(this.sums.toPeriodSums(), excludeFake)),
      coverage: this.coverage,
      ...toComparedFigures(comparison && this.matched.toMatchedSums(), excludeFake),
      spark: this.sales.toRupiah(),
    };
  }
}

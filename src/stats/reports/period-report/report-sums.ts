import type { ReportComparison } from './period-report.dto.js';
import type { ReportClient } from './period-report.service.js';
import { RunningMatchedSums, RunningSums } from '../../cache/running-sums.js';
import { toPlatformDeltas } from '../client-page.dto.js';
import { toComparedFigures } from '../leaderboard/leaderboard.dto.js';
import type { ReportView } from '../report-view.js';
import {
  calculateCoverage,
  calculateFigures,
  PLATFORMS,
  toFiguresDto,
  type Coverage,
  type Day,
  type MatchedSums,
  type Period,
  type PeriodSums,
  type Platform,
} from '../../../domain/index.js';

/** Adds up the clients of a report. */
export class ReportSums {
  constructor(
    private readonly clients: readonly ReportClient[],
    private readonly yesterday: Day,
  ) {}

  /** Returns the sums of the view's period. */
  sumPeriod({ from, to }: ReportView): PeriodSums {
    return this.sum(from, to);
  }

  /** Returns how the view's period compares. @throws Error for a view without a comparison. */
  compare(view: ReportView, kind: ReportComparison['kind']): ReportComparison {
    const { comparison, comparePeriod } = view;
    if (!comparison || !comparePeriod) throw new Error('A report always has a comparison');
    const { from, to } = comparison.compare;
    const { delta, matched } = toComparedFigures(this.match(view, PLATFORMS), true);
    return {
      kind,
      period: comparePeriod,
      figures: toFiguresDto(calculateFigures(this.sum(from, to), true)),
      delta,
      matched,
      platforms: {
        grab: toPlatformDeltas('grab', this.match(view, ['grab']), true),
        gojek: toPlatformDeltas('gojek', this.match(view, ['gojek']), true),
      },
    };
  }

  /** Returns how much of a period was reported, in client-days. */
  cover(period: Period, view: ReportView): Coverage {
    const total = { days: 0, expected: 0, grab: 0, gojek: 0 };
    for (const client of this.clients) {
      const coverage = this.coverClient(client, period, view);
      for (const name of Object.keys(total) as (keyof Coverage)[]) total[name] += coverage[name];
    }
    return total;
  }

  /** Returns how much of a period one client reported. */
  coverClient({ prefixSums, expectedFrom }: ReportClient, period: Period, { from, to }: ReportView): Coverage {
    const sums = new RunningSums();
    prefixSums.addSumsTo(sums, from, to);
    return calculateCoverage(sums.reportedDays, period, expectedFrom, this.yesterday);
  }

  private sum(from: number, to: number): PeriodSums {
    const sums = new RunningSums();
    for (const { prefixSums } of this.clients) {
      const own = new RunningSums();
      prefixSums.addSumsTo(own, from, to);
      sums.add(own);
    }
    return sums.toPeriodSums();
  }

  private match({ comparison, from, to }: ReportView, platforms: readonly Platform[]): MatchedSums | null {
    if (!comparison) return null;
    const matched = new RunningMatchedSums();
    for (const { prefixSums } of this.clients) {
      const own = new RunningSums();
      prefixSums.addSumsTo(own, from, to, platforms);
      prefixSums.addMatchedTo(matched, comparison, own, platforms);
    }
    return matched.toMatchedSums();
  }
}

import { describe, expect, it } from '@jest/globals';
import { parseEnvironment } from '../config/environment.js';
import { UserError } from '../errors.js';
import { addDays, day } from '../stats/day.js';
import type { RunRequest } from './sync.schemas.js';
import { planWindows, type WindowFacts } from './window.js';

const YESTERDAY = day('2026-11-21');
const { sync } = parseEnvironment({ SYNC_DAYS_BACK: '365', SYNC_BACKFILL_DAYS: '730', SYNC_LOOKBACK_DAYS: '7' });

const NEW: WindowFacts = { hasRows: false, verifiedThrough: null };
const verified = (text: string): WindowFacts => ({ hasRows: true, verifiedThrough: day(text) });

const plan = (request: RunRequest) => planWindows(request, sync, YESTERDAY);
const endingYesterday = (days: number) => ({ from: addDays(YESTERDAY, 1 - days), to: YESTERDAY });

describe('the window of a client', () => {
  it.each<[string, WindowFacts, string]>([
    ['the lookback when it is verified through yesterday', verified('2026-11-21'), '2026-11-15'],
    ['the lookback when it is verified through its first day', verified('2026-11-15'), '2026-11-15'],
    ['back to the day it was verified through', verified('2026-11-14'), '2026-11-14'],
    ['back to it however far that is', verified('2024-02-29'), '2024-02-29'],
    ['the lookback when the clock went back', verified('2026-12-24'), '2026-11-15'],
    ['a full run when it has rows and was never verified', { hasRows: true, verifiedThrough: null }, '2025-11-22'],
    ['its backfill when it has no rows', NEW, '2024-11-22'],
    [
      'its backfill when it has no rows though it was asked for',
      { ...verified('2026-11-21'), hasRows: false },
      '2024-11-22',
    ],
  ])('is, in an incremental run, %s', (_, facts, from) => {
    expect(plan({}).kind).toBe('incremental');
    expect(plan({}).windowOf(facts)).toEqual({ from, to: YESTERDAY });
  });

  it('is, in a full run, the days back, and the backfill without rows', () => {
    expect(plan({ full: true }).kind).toBe('full');
    expect(plan({ full: true }).windowOf(verified('2026-11-21'))).toEqual(endingYesterday(365));
    expect(plan({ full: true }).windowOf(NEW)).toEqual(endingYesterday(730));
  });

  it.each([1, 7, 1100])('is exactly the %i days asked for, ending yesterday, for every client', (daysBack) => {
    expect(plan({ daysBack }).kind).toBe('full');
    for (const facts of [NEW, verified('2020-01-01')]) {
      expect(plan({ daysBack }).windowOf(facts)).toEqual(endingYesterday(daysBack));
    }
  });

  it('is exactly the period asked for, for every client', () => {
    const period = { from: day('2026-01-01'), to: day('2026-01-31') };
    expect(plan(period).kind).toBe('full');
    for (const facts of [NEW, verified('2026-11-21')]) expect(plan(period).windowOf(facts)).toEqual(period);
    expect(plan({ from: YESTERDAY, to: YESTERDAY }).windowOf(NEW)).toEqual({ from: YESTERDAY, to: YESTERDAY });
  });

  it.each([
    ['2026-11-01', '2026-11-22', 'to', 'must not lie after yesterday, 2026-11-21'],
    ['2026-11-02', '2026-11-01', 'to', 'must not lie before from'],
    ['2020-01-01', '2026-11-01', 'from', 'the period may have at most 1100 days'],
  ])('is not %s to %s', (from, to, path, message) => {
    const refused = () => plan({ from: day(from), to: day(to) });
    expect(refused).toThrow(UserError);
    expect(refused).toThrow(expect.objectContaining({ status: 400, details: [{ path, message }] }));
  });
});

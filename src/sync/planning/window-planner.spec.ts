import { describe, expect, it } from '@jest/globals';
import type { RunRequest } from '../api/sync.schema.js';
import { planWindows, type WindowFacts } from './window-planner.js';
import { parseEnvironment } from '../../platform/config/index.js';
import { UserError, addDays, toDay } from '../../domain/index.js';

const YESTERDAY = toDay('2026-11-21');
const { sync } = parseEnvironment({ SYNC_DAYS_BACK: '365', SYNC_BACKFILL_DAYS: '730', SYNC_LOOKBACK_DAYS: '7' });

const NEW: WindowFacts = { hasRows: false, verifiedThrough: null };
const verified = (text: string): WindowFacts => ({ hasRows: true, verifiedThrough: toDay(text) });

const plan = (request: RunRequest) => planWindows(request, sync, YESTERDAY);
const endingYesterday = (days: number) => ({ from: addDays(YESTERDAY, 1 - days), to: YESTERDAY });

describe('planWindows', () => {
  it.each<[string, WindowFacts, string]>([
    ['the lookback of a client that is verified through yesterday', verified('2026-11-21'), '2026-11-15'],
    ['the lookback of a client that is verified through the first day of it', verified('2026-11-15'), '2026-11-15'],
    ['the days since the last verified day when it is before the lookback', verified('2026-11-14'), '2026-11-14'],
    ['the days since the last verified day when it is years ago', verified('2024-02-29'), '2024-02-29'],
    ['the lookback when the last verified day is in the future', verified('2026-12-24'), '2026-11-15'],
    [
      'SYNC_DAYS_BACK of a client with rows that was never verified',
      { hasRows: true, verifiedThrough: null },
      '2025-11-22',
    ],
    ['SYNC_BACKFILL_DAYS of a client without rows', NEW, '2024-11-22'],
    [
      'SYNC_BACKFILL_DAYS of a verified client without rows',
      { ...verified('2026-11-21'), hasRows: false },
      '2024-11-22',
    ],
  ])('covers %s in an incremental run', (_, facts, from) => {
    expect(plan({}).kind).toBe('incremental');
    expect(plan({}).windowOf(facts)).toEqual({ from, to: YESTERDAY });
  });

  it('covers SYNC_DAYS_BACK in a full run, and SYNC_BACKFILL_DAYS of a client without rows', () => {
    expect(plan({ full: true }).kind).toBe('full');
    expect(plan({ full: true }).windowOf(verified('2026-11-21'))).toEqual(endingYesterday(365));
    expect(plan({ full: true }).windowOf(NEW)).toEqual(endingYesterday(730));
  });

  it.each([1, 7, 1100])('covers exactly the %i requested days ending yesterday for every client', (daysBack) => {
    expect(plan({ daysBack }).kind).toBe('full');
    for (const facts of [NEW, verified('2020-01-01')]) {
      expect(plan({ daysBack }).windowOf(facts)).toEqual(endingYesterday(daysBack));
    }
  });

  it('covers exactly the requested period for every client', () => {
    const period = { from: toDay('2026-01-01'), to: toDay('2026-01-31') };
    expect(plan(period).kind).toBe('full');
    for (const facts of [NEW, verified('2026-11-21')]) expect(plan(period).windowOf(facts)).toEqual(period);
    expect(plan({ from: YESTERDAY, to: YESTERDAY }).windowOf(NEW)).toEqual({ from: YESTERDAY, to: YESTERDAY });
  });

  it.each([
    ['2026-11-01', '2026-11-22', 'to', 'must not lie after yesterday, 2026-11-21'],
    ['2026-11-02', '2026-11-01', 'to', 'must not lie before from'],
    ['2020-01-01', '2026-11-01', 'from', 'the period may have at most 1100 days'],
  ])('throws a 400 error for the period %s to %s', (from, to, path, message) => {
    const planInvalid = () => plan({ from: toDay(from), to: toDay(to) });
    expect(planInvalid).toThrow(UserError);
    expect(planInvalid).toThrow(expect.objectContaining({ status: 400, details: [{ path, message }] }));
  });
});

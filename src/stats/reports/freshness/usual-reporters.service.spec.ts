import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestClock } from '../../../../test/support/create-test-app.js';
import { TestReplica } from '../../../../test/support/test-replica.js';
import { toDailyStats } from '../../../../test/support/any-replica.js';
import { FreshnessService } from './freshness.service.js';
import { StatWriter } from '../../store/stat-writer.js';
import { SYSTEM } from '../../../auth/index.js';
import { ClientsService } from '../../../clients/index.js';
import { addDays, toDay, type Day } from '../../../domain/index.js';

/** 22 November 2026 in Bali. */
const NOW = '2026-11-22T06:00:00.000Z';
const YESTERDAY = toDay('2026-11-21');

let replica: TestReplica;
let freshness: FreshnessService;
let clientId: number;

beforeEach(async () => {
  replica = await TestReplica.open({ clock: TestClock.at(NOW) });
  freshness = replica.get(FreshnessService);
  clientId = (await replica.get(ClientsService).create({ name: 'Warung', status: 'active' }, SYSTEM)).id;
  await report(addDays(YESTERDAY, -7), addDays(YESTERDAY, -1));
});

afterEach(() => replica.close());

/** Stores sales of Grab for every day of a period. */
async function report(from: Day, to: Day): Promise<void> {
  const rows = [];
  for (let day = from; day <= to; day = addDays(day, 1)) rows.push({ stat_date: day, grab_sales: '100.00' });
  const window = { from, to };
  const commit = { clientId, window, days: toDailyStats(rows), quarantinedDays: new Set<Day>(), undatedRows: false };
  await replica.database.write((tx) => replica.get(StatWriter).commit(tx, { ...commit, exact: true, syncedAt: NOW }));
}

const findLate = (yesterday = YESTERDAY) => replica.database.read((tx) => freshness.findLateClients(tx, yesterday));

it('finds a client that usually reports late until its yesterday is stored', async () => {
  expect(await findLate()).toEqual([clientId]);
  await report(YESTERDAY, YESTERDAY);
  expect(await findLate()).toEqual([]);
});

it('finds no late client that was paused meanwhile', async () => {
  expect(await findLate()).toEqual([clientId]);
  await replica.get(ClientsService).update(clientId, { status: 'paused' }, SYSTEM);
  expect(await findLate()).toEqual([]);
});

it('finds a client late again on the next day', async () => {
  await report(YESTERDAY, YESTERDAY);
  expect(await findLate()).toEqual([]);
  expect(await findLate(addDays(YESTERDAY, 1))).toEqual([clientId]);
});

import { randomUUID } from 'node:crypto';
import type { ReceiptDto } from '../../src/ingest/receipt.dto.js';
import { createTestApp, type TestApp, TestClock, type TestResponse } from './create-test-app.js';
import { ScriptedUpstream, upstreamRow, type UpstreamRow } from './scripted-upstream.js';

/** 22 November 2026, 14:00 in Bali. Yesterday is the 21st. */
export const NOW = '2026-11-22T06:00:00.000Z';
/** When the rows of a push were collected, unless a test says otherwise. */
export const COLLECTED = '2026-11-22T05:00:00.000Z';

/** Returns a row of a push. */
export function pushedRow(name: string, date: string, fields: UpstreamRow = {}): UpstreamRow {
  return { ...upstreamRow(date, fields), restaurant_name: name };
}

/** Returns the body of a push with a new batch id. */
export function pushBody(fields: object) {
  return { batchId: randomUUID(), collectedAt: COLLECTED, rows: [{}], ...fields };
}

/** What the replica holds of a day. Money is in sen. */
interface HeldDay {
  readonly stat_date: string;
  readonly grab_sales: number | null;
  readonly grab_fake_orders: number | null;
  readonly gojek_sales: number | null;
}

/** A server that takes pushes and copies an upstream too. */
export class IngestFixture {
  private restaurants = 0;

  private constructor(
    readonly app: TestApp,
    readonly upstream: ScriptedUpstream,
    readonly clock: TestClock,
  ) {}

  static async start(): Promise<IngestFixture> {
    const upstream = await ScriptedUpstream.start();
    const clock = TestClock.at(NOW);
    const app = await createTestApp({ env: { DELIVERY_STATS_API_URL: upstream.url, INGEST: 'on' }, clock });
    return new IngestFixture(app, upstream, clock);
  }

  async stop(): Promise<void> {
    await this.app.stop();
    await this.upstream.close();
  }

  /** Returns the name of a new client. */
  async addRestaurant(): Promise<string> {
    const name = `Warung ${++this.restaurants}`;
    await this.app.addClient(name);
    return name;
  }

  /** Sends a push as the collector, with a batch id of its own unless `fields` has one. */
  push<T = ReceiptDto>(fields: object): Promise<TestResponse<T>> {
    return this.app.call<T>('POST', '/ingest', pushBody(fields), 'collector');
  }

  /** Returns what the replica holds of a restaurant, oldest day first. */
  async held(name: string): Promise<HeldDay[]> {
    type Row = HeldDay & Record<'grab_sales' | 'gojek_sales', number | string | null>;
    const rows = await this.app.rows<Row>(
      `SELECT stat_date, grab_sales, grab_fake_orders, gojek_sales FROM client_stat
        JOIN client ON client.id = client_id WHERE client.name = ? ORDER BY stat_date`,
      [name],
    );
    // PostgreSQL returns big integers as text.
    const toSen = (value: number | string | null) => (value === null ? null : Number(value));
    return rows.map((day) => ({ ...day, grab_sales: toSen(day.grab_sales), gojek_sales: toSen(day.gojek_sales) }));
  }
}

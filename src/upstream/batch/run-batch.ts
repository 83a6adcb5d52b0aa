import type { BatchMemory } from './batch-memory.js';
import { findBatchRows, parseBatch, type BatchRows } from './batch-rows.js';
import { cancelledError } from '../http/upstream-call.error.js';
import { UpstreamError, type BatchRequest, type ValidatedResponse } from '../upstream-source.js';
import type { Period } from '../../domain/index.js';

/** Restaurants of the first batch, and of each later one, that are asked alone too and compared. */
const FIRST_SAMPLES = 3;
const LATER_SAMPLES = 1;

/** One restaurant of a run, and the two ways to its days. */
export interface BatchedFetch {
  readonly name: string;
  readonly window: Period;
  readonly batch: BatchRequest;
  readonly signal: AbortSignal;
  /** Asks for this restaurant alone. */
  readonly alone: () => Promise<ValidatedResponse>;
  /** Validates rows as those of a response. */
  readonly validate: (rows: readonly unknown[]) => ValidatedResponse;
}

/** The batch of one run in this process. */
interface Batch {
  readonly rows: BatchRows;
  readonly samples: number;
  verdict: 'open' | 'right' | 'wrong';
  /** Comparisons that found the same days, and comparisons that wait for their response. */
  confirmed: number;
  comparing: number;
  /** The call of the batch, which counts for the first restaurant that uses it. */
  calls: number;
  waiters: (() => void)[];
}

/** Sends one batch call. Returns its JSON, or `absent` when the server has no such call. */
export type SendBatch = (window: Period, signal: AbortSignal) => Promise<{ readonly body: unknown } | 'absent'>;

/**
 * Shares one batch call among the restaurants of a run. A restaurant whose days are not certain in it is asked alone, so a batch
 * that fails, is broken or differs never fails a restaurant.
 */
export class RunBatch {
  private current: { readonly runId: number; readonly batch: Promise<Batch | null> } | null = null;

  constructor(
    private readonly send: SendBatch,
    private readonly memory: BatchMemory,
    /** The zone in which the upstream writes its days, IANA. */
    private readonly timeZone: string,
  ) {}

  /** Returns the days of one restaurant; null when it has to be asked alone. */
  async fetchDays(fetch: BatchedFetch): Promise<ValidatedResponse | null> {
    const { batch: request, name, window, signal } = fetch;
    const id = request.upstreamId;
    if (id === null || window.from < request.window.from || window.to > request.window.to) return null;
    if (this.current?.runId !== request.runId) {
      this.current = { runId: request.runId, batch: this.load(request.window, signal) };
    }
    const batch = await this.current.batch;
    const rows = batch && findBatchRows(batch.rows, { id, name, window, timeZone: this.timeZone });
    const batched = rows && this.validate(rows, fetch);
    if (!batched) return null;
    while (batch.verdict === 'open') {
      if (batch.confirmed + batch.comparing < batch.samples) return this.compare(batch, batched, fetch);
      await new Promise<void>((resolve) => batch.waiters.push(resolve));
      if (signal.aborted) throw cancelledError().toUpstreamError(0);
    }
    if (batch.verdict === 'wrong') return null;
    return { ...batched, calls: takeCalls(batch), upstreamId: id };
  }

  private async load(window: Period, signal: AbortSignal): Promise<Batch | null> {
    try {
      const state = await this.memory.read();
      if (state === 'absent' || state === 'differs') return null;
      const response = await this.send(window, signal);
      if (response === 'absent') {
        await this.memory.write('absent');
        return null;
      }
      const rows = parseBatch(response.body);
      const samples = state === 'verified' ? LATER_SAMPLES : FIRST_SAMPLES;
      return rows && { rows, samples, verdict: 'open', confirmed: 0, comparing: 0, calls: 1, waiters: [] };
    } catch {
      // A failure says nothing about the call: this run asks for each restaurant. A replica that fails says so at the commit.
      return null;
    }
  }

  /** Returns the validated rows; null for rows that a call for one restaurant would refuse. */
  private validate(rows: readonly unknown[], fetch: BatchedFetch): ValidatedResponse | null {
    try {
      return fetch.validate(rows);
    } catch (error) {
      if (error instanceof UpstreamError) return null;
      throw error;
    }
  }

  /** Asks for one restaurant alone and compares its days with the batch. Returns the days of the call, which are certain. */
  private async compare(batch: Batch, batched: ValidatedResponse, fetch: BatchedFetch): Promise<ValidatedResponse> {
    batch.comparing += 1;
    try {
      const single = await fetch.alone();
      if (toComparable(single) !== toComparable(batched)) {
        batch.verdict = 'wrong';
        await this.memory.write('differs');
      } else if (batched.received > 0) {
        batch.confirmed += 1;
        if (batch.confirmed >= batch.samples && batch.verdict === 'open') {
          batch.verdict = 'right';
          await this.memory.write('verified');
        }
      }
      return { ...single, calls: single.calls + takeCalls(batch) };
    } finally {
      batch.comparing -= 1;
      for (const resume of batch.waiters.splice(0)) resume();
    }
  }
}

function takeCalls(batch: Batch): number {
  const { calls } = batch;
  batch.calls = 0;
  return calls;
}

function toComparable({ days, quarantined }: ValidatedResponse): string {
  return JSON.stringify([days, quarantined]);
}

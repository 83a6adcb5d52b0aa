import type { CollectionOutcome, CollectionShape, DemoCollection } from './collection.js';
import { type DemoResponse, DroppedConnectionError, HttpError } from '../http/http.js';

/** The routes of data collection, in one of the shapes that real servers have. */
export class CollectionRoutes {
  constructor(
    private readonly shape: CollectionShape,
    private readonly collection: DemoCollection,
    private readonly restaurants: number,
  ) {}

  /**
   * Starts a collection and responds as the shape does:
   * - `blocking` responds when the collection is done.
   * - `background` responds at once with a process id.
   * - `tracked` responds at once with the start as an instant.
   * - `blind` is `background` without a status call.
   * - `fruitless` is `blocking`, but no number changes.
   * - `failing` responds with 500 after the script failed.
   * - `dropping` cuts the connection and collects.
   * - `garbled` responds with a web page and collects.
   * - `unsupported` has neither call.
   * @throws HttpError 404 without the call, 409 while a collection runs, 500 when the script failed.
   * @throws DroppedConnectionError for `dropping`.
   */
  async triggerCollection(): Promise<DemoResponse> {
    if (this.shape === 'unsupported') throw new HttpError(404, 'Not found');
    const runningSince = this.collection.runningSince();
    if (runningSince) throw new HttpError(409, 'Collection is already running', { started_at: runningSince });

    const { startedAt, done } = this.collection.trigger();
    const message = 'Collection started';
    switch (this.shape) {
      case 'tracked':
        return JSON.stringify({ success: true, message, started_at: startedAt });
      case 'background':
      case 'blind':
        return JSON.stringify({ success: true, message, pid: 4242 });
      case 'dropping':
        throw new DroppedConnectionError();
      case 'garbled':
        return '<html><body>Welcome</body></html>';
      case 'blocking':
      case 'fruitless':
      case 'failing':
        return this.toResponse(await done);
    }
  }

  /** Returns the status of the collection as JSON. @throws HttpError 404 when the shape has no status call. */
  collectionStatus(): DemoResponse {
    if (this.shape === 'unsupported' || this.shape === 'blind') throw new HttpError(404, 'Not found');
    const runningSince = this.collection.runningSince();
    const { startedAt, completedAt, error } = this.collection.lastOutcome();
    return JSON.stringify({
      isRunning: runningSince !== null,
      lastRun: runningSince ?? startedAt,
      lastResult: { success: error === null, error, completed_at: completedAt },
    });
  }

  private toResponse({ error }: CollectionOutcome): DemoResponse {
    if (error) throw new HttpError(500, error, { stderr: STDERR });
    return JSON.stringify({
      success: true,
      message: 'Collection finished',
      restaurants_updated: this.restaurants,
      output_preview: `Collected ${this.restaurants} restaurants`,
    });
  }
}

/** An error output with a password, as real scripts write it. The product must neither show nor store it. */
const STDERR =
  "Error: connect ETIMEDOUT\n    at collect (/srv/collector/collect.js:41:11)\n  url: 'mysql://collector:demo-Passw0rd@10.0.0.7/deliverybooster'";

import type { CollectionOutcome, CollectionShape, DemoCollection } from './collection.js';
import { type Answer, Dropped, HttpError } from './http.js';

/** The calls about collection, in one of the shapes that exist in the wild. */
export class CollectionRoutes {
  constructor(
    private readonly shape: CollectionShape,
    private readonly collection: DemoCollection,
    private readonly restaurants: number,
  ) {}

  /**
   * `blocking` answers when the collection is done; `background` at once with a process id; `tracked` at once with the
   * instant it started; `blind` as `background`, and has no status call; `fruitless` as `blocking`, but no number changes;
   * `failing` with a 500 when the script has failed; `dropping` cuts the connection, and collects; `garbled` answers with a
   * page, and collects; `unsupported` has no such calls.
   */
  async triggerCollection(): Promise<Answer> {
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
        throw new Dropped();
      case 'garbled':
        return '<html><body>Welcome</body></html>';
      case 'blocking':
      case 'fruitless':
      case 'failing':
        return this.outcome(await done);
    }
  }

  collectionStatus(): Answer {
    if (this.shape === 'unsupported' || this.shape === 'blind') throw new HttpError(404, 'Not found');
    const runningSince = this.collection.runningSince();
    const { startedAt, completedAt, error } = this.collection.lastOutcome();
    return JSON.stringify({
      isRunning: runningSince !== null,
      lastRun: runningSince ?? startedAt,
      lastResult: { success: error === null, error, completed_at: completedAt },
    });
  }

  private outcome({ error }: CollectionOutcome): Answer {
    if (error) throw new HttpError(500, error, { stderr: STDERR });
    return JSON.stringify({
      success: true,
      message: 'Collection finished',
      restaurants_updated: this.restaurants,
      output_preview: `Collected ${this.restaurants} restaurants`,
    });
  }
}

/** As careless as scripts are: who shows or stores this shows a password. */
const STDERR =
  "Error: connect ETIMEDOUT\n    at collect (/srv/collector/collect.js:41:11)\n  url: 'mysql://collector:demo-Passw0rd@10.0.0.7/deliverybooster'";

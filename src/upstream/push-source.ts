import {
  UpstreamError,
  UpstreamSource,
  type SourceDescription,
  type SourceFinding,
  type ValidatedResponse,
} from './upstream-source.js';

/** The source of a replica whose numbers a collector sends. Nothing is pulled. */
export class PushSource extends UpstreamSource {
  constructor(readonly identity: string) {
    super();
  }

  describe(): SourceDescription {
    return { kind: 'push', list: 'no', batch: 'no', collection: 'no' };
  }

  check(): Promise<readonly SourceFinding[]> {
    const message = 'a collector sends the numbers; nothing is copied from a server';
    return Promise.resolve([{ name: 'upstream push', status: 'ok', message }]);
  }

  listRestaurants(): Promise<null> {
    return Promise.resolve(null);
  }

  fetchDays(): Promise<ValidatedResponse> {
    const message =
      'A collector sends the numbers of this replica (DELIVERY_STATS_SOURCE=push). Nothing can be copied.';
    return Promise.reject(new UpstreamError('not_pulled', message, 0));
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { ClientsService } from '../../clients/index.js';
import { LOGGER } from '../../platform/logging/index.js';
import type { BackgroundContext, BackgroundService } from '../../platform/scheduling/index.js';
import { UpstreamError, UpstreamSource } from '../../upstream/index.js';

const MAX_NAMES_LOGGED = 20;

/** Creates the clients that upstream lists when the replica has none yet. */
@Injectable()
export class ClientBootstrapService implements BackgroundService {
  readonly role = 'worker';

  constructor(
    private readonly clients: ClientsService,
    private readonly source: UpstreamSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async start({ signal }: BackgroundContext): Promise<void> {
    await this.importListed(signal);
  }

  /**
   * Creates the clients that upstream lists and logs the names that it leaves out. Does nothing when there is any client.
   * @returns the error when the call to upstream failed, otherwise null.
   */
  async importListed(signal: AbortSignal): Promise<UpstreamError | null> {
    if (await this.clients.hasAny()) return null;
    const listed = await this.list(signal);
    if (listed instanceof UpstreamError) return listed;
    if (listed === null) return null;
    const { restaurants, rejected } = listed;
    if (rejected.length > 0) {
      const message = `${rejected.length} restaurants that upstream lists were left out: no client can have their names`;
      this.logger.warn({ count: rejected.length, names: rejected.slice(0, MAX_NAMES_LOGGED) }, message);
    }
    if (restaurants.length === 0) return null;
    const added = await this.clients.createFromUpstream(restaurants);
    this.logger.info({ clients: added }, 'took over the restaurants that upstream lists');
    return null;
  }

  private async list(signal: AbortSignal) {
    try {
      return await this.source.listRestaurants({ signal });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      this.logger.warn({ code: error.code }, `upstream could not be asked for its restaurants: ${error.message}`);
      return error;
    }
  }
}

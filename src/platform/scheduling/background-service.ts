import type { Logger } from 'pino';
import type { Config } from '../config/index.js';

/** What a process does: `web` serves people, `worker` does the background work, `all` does both. */
export type ProcessRole = Config['role'];

/** What a background service may know when it starts. */
export interface BackgroundContext {
  /** True when no other server can run on the replica: whatever another process left undone is free to take. */
  readonly isOnlyServer: boolean;
  /** Aborts when the process shuts down while its services are still starting. */
  readonly signal: AbortSignal;
}

/**
 * A provider that works on its own, without a request. `src/app.module.ts` lists all of them in the order of their start;
 * each stops by Nest's `onModuleDestroy`.
 */
export interface BackgroundService {
  /** Where it runs: `web` or `worker` also runs in a process of role `all`; a service of role `all` runs in every process. */
  readonly role: ProcessRole;
  /** Starts the service. Resolves when the services after it may start; long work goes on in the background. */
  start(context: BackgroundContext): Promise<void>;
}

/** True when a service with this role runs in a process with that one. */
function runsIn(service: ProcessRole, process: ProcessRole): boolean {
  return service === 'all' || process === 'all' || service === process;
}

/**
 * Starts the services of this process's role one after the other. A service that fails to start is logged and does not keep
 * the next ones from starting; after an abort none is started. Never throws.
 */
export async function startBackgroundServices(
  services: readonly BackgroundService[],
  {
    role,
    logger,
    ...context
  }: BackgroundContext & { readonly role: ProcessRole; readonly logger: Pick<Logger, 'error'> },
): Promise<void> {
  for (const service of services.filter((service) => runsIn(service.role, role))) {
    if (context.signal.aborted) return;
    try {
      await service.start(context);
    } catch (error) {
      const name = service.constructor.name;
      logger.error({ err: error, service: name }, `${name} did not start; the other services go on without it`);
    }
  }
}

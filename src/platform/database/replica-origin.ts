import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from './database.js';
import { ReplicaMeta } from './replica-meta.entity.js';
import { OperationalError, UserError } from '../../domain/index.js';

const KEY = 'upstream';
/** The identity of the built-in demo upstream. */
export const DEMO_UPSTREAM = 'demo';

/** Keeps which upstream the replica copies, so that demo and real numbers, or those of two agencies, never mix in one replica. */
@Injectable()
export class ReplicaOrigin implements OnModuleInit {
  private identity: string | null = null;

  constructor(private readonly database: Database) {}

  async onModuleInit(): Promise<void> {
    this.identity = await this.findIdentity();
  }

  /** True when the replica holds demo numbers. */
  get isDemo(): boolean {
    return this.identity === DEMO_UPSTREAM;
  }

  private async findIdentity(): Promise<string | null> {
    return this.database.read(async (tx) => (await tx.findOneBy(ReplicaMeta, { key: KEY }))?.value ?? null);
  }

  /**
   * Binds the replica to the upstream `identity` on the first start; later checks that it is the same.
   * @throws OperationalError `other_upstream`, with what to do.
   */
  async bind(identity: string): Promise<void> {
    const bound = await this.database.write(async (tx) => {
      const row = await tx.findOneBy(ReplicaMeta, { key: KEY });
      if (!row) await tx.insert(ReplicaMeta, { key: KEY, value: identity });
      return row?.value ?? identity;
    });
    this.identity = bound;
    if (bound === identity) return;
    const wayOut =
      bound === DEMO_UPSTREAM || identity === DEMO_UPSTREAM
        ? 'Demo and real numbers never share a file. Set DATABASE_URL to another one, e.g. sqlite:./data/real.sqlite.'
        : `Set DATABASE_URL to another file or, if it is the same upstream at a new address, run: cli upstream:moved --from ${bound} --to ${identity}`;
    throw new OperationalError(
      'other_upstream',
      `This replica copies ${describe(bound)}, not ${describe(identity)}. ${wayOut}`,
    );
  }

  /** Binds the replica to the new address of the same upstream and keeps its rows. @throws UserError when it is not bound to `from`. */
  async rebind(from: string, to: string): Promise<void> {
    if (from === DEMO_UPSTREAM || to === DEMO_UPSTREAM) {
      throw new UserError('bad_input', 'Demo data can not become real data. Set DATABASE_URL to another database.');
    }
    const { affected } = await this.database.write((tx) =>
      tx.update(ReplicaMeta, { key: KEY, value: from }, { value: to }),
    );
    if (!affected) throw new UserError('bad_input', `This replica does not copy ${from}`);
  }
}

function describe(identity: string): string {
  return identity === DEMO_UPSTREAM ? 'the built-in demo upstream' : identity;
}

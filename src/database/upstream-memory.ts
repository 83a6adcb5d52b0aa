import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OperationalError, UserError } from '../errors.js';
import { Database } from './database.js';
import { ReplicaMeta } from './replica-meta.entity.js';

const KEY = 'upstream';
/** The identity of the built-in demo upstream. */
export const DEMO_UPSTREAM = 'demo';

/** Remembers which upstream the replica copies, so that invented and real numbers, or two agencies', never mix in one file. */
@Injectable()
export class UpstreamMemory implements OnModuleInit {
  private identity: string | null = null;

  constructor(private readonly database: Database) {}

  async onModuleInit(): Promise<void> {
    this.identity = await this.remembered();
  }

  /** True when the replica holds invented numbers. */
  get demo(): boolean {
    return this.identity === DEMO_UPSTREAM;
  }

  private async remembered(): Promise<string | null> {
    return this.database.read(async (tx) => (await tx.findOneBy(ReplicaMeta, { key: KEY }))?.value ?? null);
  }

  /**
   * Remembers `identity` on the first start, and later checks that it is still the same.
   * @throws OperationalError `other_upstream` with the way out.
   */
  async claim(identity: string): Promise<void> {
    const held = await this.database.write(async (tx) => {
      const row = await tx.findOneBy(ReplicaMeta, { key: KEY });
      if (!row) await tx.insert(ReplicaMeta, { key: KEY, value: identity });
      return row?.value ?? identity;
    });
    this.identity = held;
    if (held === identity) return;
    const wayOut =
      held === DEMO_UPSTREAM || identity === DEMO_UPSTREAM
        ? 'Demo and real numbers never share a file. Set DATABASE_URL to another one, e.g. sqlite:./data/real.sqlite.'
        : `Set DATABASE_URL to another file or, if it is the same upstream at a new address, run: cli upstream:moved --from ${held} --to ${identity}`;
    throw new OperationalError('other_upstream', `This replica copies ${name(held)}, not ${name(identity)}. ${wayOut}`);
  }

  /** Says that the upstream moved to another address; its rows stay. @throws UserError when `from` is not what is remembered. */
  async moved(from: string, to: string): Promise<void> {
    if (from === DEMO_UPSTREAM || to === DEMO_UPSTREAM) {
      throw new UserError('bad_input', 'Demo data can not become real data; use another DATABASE_URL');
    }
    const { affected } = await this.database.write((tx) =>
      tx.update(ReplicaMeta, { key: KEY, value: from }, { value: to }),
    );
    if (!affected) throw new UserError('bad_input', `This replica does not copy ${from}`);
  }
}

function name(identity: string): string {
  return identity === DEMO_UPSTREAM ? 'the built-in demo upstream' : identity;
}

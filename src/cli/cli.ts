import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { parseEnvironment, type Config } from '../config/environment.js';
import { UserError } from '../errors.js';
import { createLogger } from '../http/logger.js';
import { written, type CliIo } from './cli-io.js';
import { withProduct, type CommandParts } from './composition.js';
import { ProgressLine } from './progress-line.js';
import { printable } from './text.js';

/** What a command did. */
export interface Outcome {
  /** The document of `--json`. */
  readonly document: unknown;
  /** The same for a person; empty when nothing is left to say. */
  readonly text: string;
  /** False when something of it failed: exit code 1. */
  readonly complete?: boolean;
}

/** What every command shares: its process, its configuration, and one way to answer. */
export class Cli {
  /** 0 until a command says otherwise. */
  exitCode = 0;
  readonly progress: ProgressLine;
  private parsed: Config | null = null;

  constructor(
    private readonly program: Command,
    readonly io: CliIo,
    readonly json: boolean,
  ) {
    this.progress = new ProgressLine(io.stderr);
  }

  /** @throws BadEnvironment */
  get config(): Config {
    this.parsed ??= parseEnvironment(this.io.environment);
    return this.parsed;
  }

  /** For a composition. Logs go to stderr; only warnings, unless `LOG_LEVEL` asks for more. */
  get parts(): CommandParts {
    const { config } = this;
    const level = this.io.environment.LOG_LEVEL ? config.log.level : 'warn';
    return { config, logger: createLogger({ log: { ...config.log, level } }, { stream: 'stderr' }) };
  }

  /** Adds a command with the options that all of them have. */
  command(name: string, description: string): Command {
    return this.program.command(name).description(description).option('--json', 'one JSON document on stdout');
  }

  /** Makes a handler for commander of a function that answers with an outcome. */
  runs<Args extends unknown[]>(work: (...args: Args) => Promise<Outcome>): (...args: Args) => Promise<void> {
    return async (...args) => {
      const { document, text, complete = true } = await work(...args).finally(() => this.progress.clear());
      const answer = this.json ? JSON.stringify(document) : printable(text);
      if (answer) await written(this.io.stdout, `${answer}\n`);
      this.exitCode = complete ? 0 : 1;
    };
  }

  /** Runs `work` on the product; it calls no upstream. */
  withProduct<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
    return withProduct(this.parts, work);
  }

  /**
   * The replica's file, for what only a file needs.
   * @throws UserError naming `instead`, the way on PostgreSQL.
   */
  replicaFile(instead: string): string {
    const { database } = this.config;
    if (database.kind === 'sqlite') return database.file;
    throw new UserError('not_on_postgres', `The replica is on PostgreSQL, which has its own tools. Use: ${instead}`);
  }

  /** A remark for the person at the terminal, on stderr. */
  say(text: string): void {
    this.progress.clear();
    this.io.stderr.write(`${printable(text)}\n`);
  }
}

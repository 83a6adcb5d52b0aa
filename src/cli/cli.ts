import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import type { CommandParts } from './app-context.js';
import { written, type CliIo } from './cli-io.js';
import { EXAMPLES } from './examples.js';
import { EXIT_CODES, type ExitCode } from './exit-codes.js';
import { ProgressLine } from './output/progress-line.js';
import { printable } from './output/printable.js';
import type { Config } from '../platform/config/index.js';

/** What a command did. */
export interface Outcome {
  /** The document of `--json`. */
  readonly document: unknown;
  /** The same for a person; empty when nothing is left to say. */
  readonly text: string;
  /** False when a part of the work failed: exit code 1. */
  readonly complete?: boolean;
}

/** The modules that every action uses. */
type SharedModules = Awaited<ReturnType<typeof loadSharedModules>>;

/** What all commands share: their process, their configuration and the way they report an outcome. */
export class Cli {
  /** That of success until a command sets another one. */
  exitCode: ExitCode = EXIT_CODES.done;
  readonly progress: ProgressLine;
  private modules: SharedModules | null = null;
  private parsedConfig: Config | null = null;
  private readonly preparations = new Map<Command, () => Promise<void>>();

  constructor(
    private readonly program: Command,
    readonly io: CliIo,
    readonly json: boolean,
  ) {
    this.progress = new ProgressLine(io.stderr);
    program.hook('preSubcommand', (_, command) => this.preparations.get(command)?.());
  }

  /** The configuration, for actions. @throws InvalidEnvironmentError */
  get config(): Config {
    const { parseEnvironment } = this.sharedModules;
    this.parsedConfig ??= parseEnvironment(this.environment);
    return this.parsedConfig;
  }

  /** What an application context is composed of. Logs go to stderr; only warnings, unless `LOG_LEVEL` asks for more. */
  get parts(): CommandParts {
    const { config } = this;
    const level = this.environment.LOG_LEVEL ? config.log.level : 'warn';
    const { createLogger } = this.sharedModules;
    return { config, logger: createLogger({ log: { ...config.log, level } }, { stream: 'stderr' }) };
  }

  /** Adds a command with the options that all of them have, and its examples. */
  command(name: string, description: string): Command {
    const command = this.program.command(name).description(description).option('--json', 'one JSON document on stdout');
    const examples = EXAMPLES[name]?.map((line) => `  ${line}`) ?? [];
    return command.addHelpText('after', ['\nExamples:', ...examples].join('\n'));
  }

  /** Loads what the options of `command` need, only when that command is the one to run. */
  beforeParsing(command: Command, load: () => Promise<void>): void {
    this.preparations.set(command, load);
  }

  /** Makes a handler for commander of a function that returns an outcome. */
  runs<Args extends unknown[]>(work: (...args: Args) => Promise<Outcome>): (...args: Args) => Promise<void> {
    return async (...args) => {
      this.modules ??= await loadSharedModules();
      const { document, text, complete = true } = await work(...args).finally(() => this.progress.clear());
      const output = this.json ? JSON.stringify(document) : printable(text);
      if (output) await written(this.io.stdout, `${output}\n`);
      this.exitCode = complete ? EXIT_CODES.done : EXIT_CODES.failed;
    };
  }

  /** Runs `work` on the product without its HTTP side. The upstream must not be called. */
  async withAppContext<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
    const { withAppContext } = await import('./app-context.js');
    return withAppContext(this.parts, work);
  }

  /** Writes a remark for the person at the terminal to stderr. */
  say(text: string): void {
    this.progress.clear();
    this.io.stderr.write(`${printable(text)}\n`);
  }

  private get sharedModules(): SharedModules {
    if (!this.modules) throw new Error('The configuration is only loaded for an action');
    return this.modules;
  }

  private get environment(): Record<string, string | undefined> {
    return this.io.environment ?? this.sharedModules.environment();
  }
}

/** Loads the modules of the configuration and the logger: half of the time that a command takes to start. */
async function loadSharedModules() {
  // One after the other: they share modules, and Jest cannot link a module that two dynamic imports load at once.
  const { environment, parseEnvironment } = await import('../platform/config/index.js');
  const { createLogger } = await import('../platform/logging/index.js');
  return { environment, parseEnvironment, createLogger };
}

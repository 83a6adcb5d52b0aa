import { CommanderError } from 'commander';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { InvalidEnvironmentError } from '../../platform/config/index.js';
import { toOperationalError } from '../../platform/database/index.js';
import { OperationalError, UserError, type ProblemDetail } from '../../domain/index.js';

type FailureCode = Exclude<ExitCode, typeof EXIT_CODES.done>;

/** Why a command ended without doing its work, for a script and for a person. */
export interface Failure {
  readonly exitCode: FailureCode;
  readonly error: { readonly code: string; readonly message: string; readonly details: readonly ProblemDetail[] };
  /** The same for a terminal. */
  readonly text: string;
}

/** The options whose inputs have another name inside. */
const OPTION_OF: Readonly<Record<string, string>> = { daysBack: 'days', clientIds: 'client' };

/** What an error means for the person who typed the command. */
export function failureOf(thrown: unknown): Failure {
  const error = toOperationalError(thrown);
  if (error instanceof CommanderError) {
    const message = error.code === 'commander.help' ? 'Name a command; --help lists them' : error.message;
    return failed('wrong_usage', message.replace(/^error: /, ''), { exitCode: EXIT_CODES.wrongUsage });
  }
  if (error instanceof UserError) {
    const exitCode = error.status === 400 && error.code === 'bad_input' ? EXIT_CODES.wrongUsage : EXIT_CODES.failed;
    return failed(error.code, error.message, { exitCode, details: error.details, text: optionsText(error) });
  }
  if (error instanceof InvalidEnvironmentError) {
    const details = error.problems.map((problem) => {
      const [path = '', ...rule] = problem.split(' ');
      return { path, message: rule.join(' ') };
    });
    return failed('bad_environment', error.message, { details });
  }
  if (error instanceof OperationalError) return failed(error.code, error.message);
  if (isFileError(error)) return failed('file_error', fileText(error));
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return failed('internal_error', error instanceof Error ? error.message : text, { text });
}

/** @throws UserError 400, which is wrong usage. */
export function wrongOption(option: string, message: string): UserError {
  return new UserError('bad_input', `${option}: ${message}`, 400, [{ path: option, message }]);
}

function failed(
  code: string,
  message: string,
  rest: { exitCode?: FailureCode; details?: readonly ProblemDetail[]; text?: string } = {},
) {
  const { exitCode = EXIT_CODES.failed, details = [], text = message } = rest;
  return { exitCode, error: { code, message, details }, text };
}

/** Names the options a person typed instead of the fields they fill. */
function optionsText({ message, details }: UserError): string {
  const named = details.filter(({ path }) => path !== '');
  if (named.length === 0) return message;
  return named.map(({ path, message: rule }) => `${path.startsWith('-') ? path : optionOf(path)}: ${rule}`).join('\n');
}

function optionOf(path: string): string {
  const [field = path] = path.split('.');
  return `--${OPTION_OF[field] ?? field}`;
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a folder',
  ENOTDIR: 'no such folder',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
};

function fileText({ code = '', path, message }: NodeJS.ErrnoException): string {
  const fault = FILE_FAULTS[code];
  return fault ? `${path ?? 'output'}: ${fault}` : message;
}

/** An error of the file system: no such file, no permission, disk full. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

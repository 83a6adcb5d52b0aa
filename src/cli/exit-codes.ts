/** The exit codes of every command. Scripts depend on them, so they never change. */
export const EXIT_CODES = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
} as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

const MEANINGS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  done: 'done',
  failed: 'failed, or only a part was done',
  wrongUsage: 'wrong usage; nothing was done',
};

/** Returns the exit codes and their meanings for the help. */
export function describeExitCodes(): string {
  const lines = Object.entries(MEANINGS).map(
    ([name, meaning]) => `  ${EXIT_CODES[name as keyof typeof EXIT_CODES]}  ${meaning}`,
  );
  return `\nExit codes:\n${lines.join('\n')}`;
}

/** An option of a command. */
export interface CompletedOption {
  readonly flag: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** The values that it takes; empty when any text is one. */
  readonly values: readonly string[];
}

/** A command, its options and the values of its argument; empty when it takes none, or a file. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly values: readonly string[];
}

/** Returns the name of a shell function for a program. */
export function functionName(name: string): string {
  return `_${name.replace(/\W/g, '_')}`;
}

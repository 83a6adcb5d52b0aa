/** Why something was not saved; `reason` is null when the server could not be reached. */
export interface SaveProblem {
  readonly reason: string | null;
}

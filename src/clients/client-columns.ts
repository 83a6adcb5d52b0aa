import { toSen } from '../domain/index.js';

/** Returns the columns that an input sets: its fields, with the target in sen. */
export function toColumns<Input extends { readonly monthlyTarget?: number | null | undefined }>({
  monthlyTarget,
  ...columns
}: Input) {
  if (monthlyTarget === undefined) return columns;
  return { ...columns, monthlyTargetSen: monthlyTarget === null ? null : toSen(monthlyTarget) };
}

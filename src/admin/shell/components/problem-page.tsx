/** @jsxImportSource preact */
import { Breadcrumbs } from './breadcrumbs.js';

interface ProblemPageProps {
  readonly title: string;
  /** The cause and what to do, where the title does not say it. */
  readonly explanation: string | undefined;
  readonly homeLabel: string;
  /** The list that the page belongs to: address and name; null where there is none. */
  readonly list: readonly [address: string, name: string] | null;
  /** What screen readers call the way back. */
  readonly pathLabel: string;
}

/** Says what went wrong, with the way back to the list and to the dashboard. */
export function ProblemPage({ title, explanation, homeLabel, list, pathLabel }: ProblemPageProps) {
  return (
    <section class="card">
      {list && <Breadcrumbs label={pathLabel} path={[list]} />}
      <h1>{title}</h1>
      {explanation !== undefined && <p>{explanation}</p>}
      <p>
        <a href="/admin">{homeLabel}</a>
      </p>
    </section>
  );
}

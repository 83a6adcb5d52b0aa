/** @jsxImportSource preact */

interface ProblemPageProps {
  readonly title: string;
  /** The cause and what to do, where the title does not say it. */
  readonly explanation: string | undefined;
  readonly homeLabel: string;
}

/** Says what went wrong and links to the dashboard. */
export function ProblemPage({ title, explanation, homeLabel }: ProblemPageProps) {
  return (
    <section class="card">
      <h1>{title}</h1>
      {explanation !== undefined && <p>{explanation}</p>}
      <p>
        <a href="/admin">{homeLabel}</a>
      </p>
    </section>
  );
}

/** @jsxImportSource preact */

/** One sentence about what went wrong, which screen readers announce. It has the focus, so that the page shows it. */
export function ProblemBanner({ problem }: { readonly problem: string }) {
  return (
    <p class="error" role="alert" tabIndex={-1} autofocus data-testid="problem">
      {problem}
    </p>
  );
}

/** @jsxImportSource preact */

/** One sentence about what went wrong, announced to screen readers. */
export function ProblemBanner({ problem }: { readonly problem: string }) {
  return (
    <p class="error" role="alert" data-testid="problem">
      {problem}
    </p>
  );
}

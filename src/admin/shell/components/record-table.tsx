/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

interface RecordTableProps {
  readonly headings: readonly string[];
  /** The id of the title above the table, which names it for screen readers. */
  readonly labelledBy: string;
  /** The rows. A cell that a narrow screen has to name has a `data-label`. */
  readonly children: ComponentChildren;
}

/** A table that scrolls when it is too wide. On a narrow screen each row is a card. */
export function RecordTable({ headings, labelledBy, children }: RecordTableProps) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-labelledby={labelledBy}>
      <table class="cards">
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** @jsxImportSource preact */

interface BreadcrumbsProps {
  /** What screen readers call the links. */
  readonly label: string;
  /** The pages above this one, from the outermost: address and name. */
  readonly path: readonly (readonly [address: string, name: string])[];
}

/** The way back: links to the pages above the open one. */
export function Breadcrumbs({ label, path }: BreadcrumbsProps) {
  return (
    <nav class="crumbs" aria-label={label}>
      {path.map(([address, name], index) => (
        <a key={address} href={address}>
          {index === 0 ? `← ${name}` : name}
        </a>
      ))}
    </nav>
  );
}

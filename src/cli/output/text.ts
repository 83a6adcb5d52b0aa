const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const PERCENT = new Intl.NumberFormat('en-US', {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});
/** What stands where nothing exists. */
export const NOTHING = '-';

/** A count: `62,100`; null is a dash. */
export function count(value: number | null): string {
  return value === null ? NOTHING : NUMBER.format(value);
}

/** Money given in rupiah, without sen: `Rp 62,100,000`. */
export function rupiah(value: number | null): string {
  return value === null ? NOTHING : `Rp ${WHOLE.format(value)}`;
}

/** A change given as a fraction: `+12.3%`. */
export function change(fraction: number | null): string {
  return fraction === null ? NOTHING : PERCENT.format(fraction);
}

/** An instant, ISO 8601, to the second: `2026-11-23 01:00:07 UTC`. */
export function instant(iso: string | null): string {
  return iso === null ? NOTHING : `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

/** `1 client`, `2 clients`, `1,200 clients`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${NUMBER.format(value)} ${value === 1 ? one : many}`;
}

/** Bytes as a person reads them: `12.5 MB`. */
export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${(value / 1000 ** power).toLocaleString('en-US', { maximumFractionDigits: power === 0 ? 0 : 1 })} ${units[power]}`;
}

/** Column titles of a table; those that start with `>` are aligned right. */
export type Columns = readonly string[];

/** An aligned plain table with a line of titles. */
export function table(columns: Columns, rows: readonly (readonly string[])[]): string {
  const right = columns.map((title) => title.startsWith('>'));
  const lines = [columns.map((title) => title.replace(/^>/, '')), ...rows.map((row) => row.map(oneLine))];
  return aligned(lines, right);
}

/** Names and their values, one a line. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): string {
  return aligned(
    pairs.map(([name, value]) => [name, oneLine(value)]),
    [false, false],
  );
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, '\uFFFD');
}

function aligned(lines: readonly (readonly string[])[], right: readonly boolean[]): string {
  const widths = right.map((_, column) =>
    lines.reduce((widest, line) => Math.max(widest, width(line[column] ?? '')), 0),
  );
  const padded = lines.map((line) =>
    line.map((cell, column) => {
      const gap = ' '.repeat((widths[column] ?? 0) - width(cell));
      return right[column] ? gap + cell : cell + gap;
    }),
  );
  return padded.map((line) => line.join('  ').trimEnd()).join('\n');
}

/** Places a text takes on a terminal, near enough: a character with its marks is one. */
function width(text: string): number {
  return text.replace(/\p{M}/gu, '').replace(/[^]/gu, '.').length;
}

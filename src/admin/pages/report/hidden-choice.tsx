/** @jsxImportSource preact */
import type { Period } from '../../../domain/index.js';

/** The period and the language of the shown report, for a form that comes back to it. */
export function HiddenChoice({ period, language }: { period: Period; language: string }) {
  return (
    <>
      <input type="hidden" name="from" value={period.from} />
      <input type="hidden" name="to" value={period.to} />
      <input type="hidden" name="lang" value={language} />
    </>
  );
}

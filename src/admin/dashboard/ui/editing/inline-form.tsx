/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { describeSaveProblem } from '../../shared/describe-save-problem.js';
import type { SaveProblem } from '../../shared/save-problem.js';
import { useI18n } from '../i18n-context.js';

interface InlineFormProps {
  /** What the form changes, for screen readers. */
  readonly label: string;
  /** The names of the fields on the screen, by their names in the form and in the API. */
  readonly fields: Readonly<Record<string, string>>;
  /** Saves the fields, which `read` returns by name. Returns why it could not, or null. */
  readonly save: (read: (name: string) => string) => Promise<SaveProblem | null>;
  /** Deletes what the form changes; without it there is no such button. */
  readonly remove?: () => Promise<SaveProblem | null>;
  readonly close: () => void;
  readonly children: ComponentChildren;
}

/**
 * A small form in the place of what it changes. Escape closes it. A problem is shown below the fields, which keep what was typed, and the
 * first wrong field gets the focus.
 */
export function InlineForm({ label, fields, save, remove, close, children }: InlineFormProps) {
  const i18n = useI18n();
  const { edit } = i18n.messages;
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<SaveProblem | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>('textarea, input')?.focus(), []);
  useLayoutEffect(() => {
    if (form.current) markWrongFields(form.current, problem);
  }, [problem]);
  const run = async (work: Promise<SaveProblem | null>) => {
    setBusy(true);
    const failed = await work;
    setBusy(false);
    setProblem(failed);
    if (failed === null) close();
  };
  return (
    <form
      ref={form}
      class="inline-form"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget);
        void run(save((name) => readText(typed, name)));
      }}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      {children}
      {problem && (
        <p class="wrong" role="alert">
          {describeSaveProblem(problem, fields, i18n).join(' ')}
        </p>
      )}
      <p class="buttons">
        <button class="primary" disabled={isBusy}>
          {edit.save}
        </button>
        <button type="button" disabled={isBusy} onClick={close}>
          {edit.cancel}
        </button>
        {remove && (
          <button type="button" class="remove" disabled={isBusy} onClick={() => void run(remove())}>
            {edit.remove}
          </button>
        )}
      </p>
    </form>
  );
}

/** Marks the fields that the server rejected, and moves the focus to the first one. */
function markWrongFields(form: HTMLFormElement, problem: SaveProblem | null): void {
  const wrong = new Set(problem?.kind === 'rejected' ? problem.details.map(({ path }) => path) : []);
  const fields = [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')];
  for (const field of fields) field.ariaInvalid = wrong.has(field.name) ? 'true' : null;
  fields.find(({ name }) => wrong.has(name))?.focus();
}

function readText(typed: FormData, name: string): string {
  const value = typed.get(name);
  return typeof value === 'string' ? value : '';
}

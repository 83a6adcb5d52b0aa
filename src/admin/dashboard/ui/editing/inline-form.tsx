/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SaveProblem } from '../../shared/save-problem.js';
import { useI18n } from '../i18n-context.js';

interface InlineFormProps {
  /** What the form changes, for screen readers. */
  readonly label: string;
  /** Saves the fields, which `read` returns by name. Returns why it could not, or null. */
  readonly save: (read: (name: string) => string) => Promise<SaveProblem | null>;
  /** Deletes what the form changes; without it there is no such button. */
  readonly remove?: () => Promise<SaveProblem | null>;
  readonly close: () => void;
  readonly children: ComponentChildren;
}

/** A small form in the place of what it changes. Escape closes it. A problem is shown below the fields, which keep what was typed. */
export function InlineForm({ label, save, remove, close, children }: InlineFormProps) {
  const { messages } = useI18n();
  const { edit } = messages;
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<SaveProblem | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>('textarea, input')?.focus(), []);
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
        const fields = new FormData(event.currentTarget);
        void run(save((name) => readText(fields, name)));
      }}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      {children}
      {problem && (
        <p class="wrong" role="alert">
          {edit.failed} {problem.reason}
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

function readText(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}

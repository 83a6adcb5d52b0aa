/** @jsxImportSource preact */
import type { ComponentChild, ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface EditableProps {
  /** The text of the button that opens the form. */
  readonly button: string;
  /** The name of the button for screen readers, where its text stands beside several things. */
  readonly buttonLabel?: string;
  readonly testid: string;
  readonly form: (close: () => void) => ComponentChild;
  /** What is shown while the form is closed. */
  readonly children?: ComponentChildren;
}

/** A value with a button that opens a form in its place. The focus goes into the form, and back to the button when it closes. */
export function Editable({ button, buttonLabel, testid, form, children }: EditableProps) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useLayoutEffect(() => {
    if (!isOpen && wasOpen.current) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  if (isOpen) return <>{form(() => setOpen(false))}</>;
  return (
    <>
      {children}
      <button
        ref={opener}
        type="button"
        class="edit"
        aria-label={buttonLabel}
        data-testid={testid}
        onClick={() => setOpen(true)}
      >
        {button}
      </button>
    </>
  );
}

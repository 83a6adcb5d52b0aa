/** @jsxImportSource preact */

interface FormFieldProps {
  readonly type?: 'text' | 'password';
  readonly name: string;
  readonly label: string;
  readonly autocomplete: 'current-password' | 'new-password' | 'one-time-code';
  readonly error?: string | undefined;
  /** What the field accepts. */
  readonly rule?: string;
  readonly autofocus?: boolean;
}

/** A required field with its label, its rule, and the error of the last attempt, which screen readers announce. A field with an error has the focus. */
export function FormField({
  type = 'text',
  name,
  label,
  autocomplete,
  error,
  rule,
  autofocus = false,
}: FormFieldProps) {
  const errorId = `${name}-error`;
  const attributes = {
    name,
    autocomplete,
    required: true,
    autofocus: autofocus || error !== undefined,
    ...(error !== undefined && { 'aria-invalid': 'true' as const, 'aria-describedby': errorId }),
  };
  return (
    <label>
      <span>{label}</span>
      {type === 'password' ? <input type="password" {...attributes} /> : <input {...attributes} />}
      {rule !== undefined && <small>{rule}</small>}
      {error !== undefined && (
        <small class="error" role="alert" id={errorId}>
          {error}
        </small>
      )}
    </label>
  );
}

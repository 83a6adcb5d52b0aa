import { createElement as h, type ChangeEvent } from 'react';
import { useTranslation, type BasePropertyProps, type FilterPropertyProps } from 'adminjs';

/** Draws the browser's own date field. It needs no time zone and uses the browser's language. */
function dayField(id: string, label: string, value: unknown, onChange: (day: string) => void) {
  return h(
    'label',
    { key: id, className: 'ds-field', htmlFor: id },
    label,
    h('input', {
      id,
      type: 'date',
      value: typeof value === 'string' ? value : '',
      onChange: (event: ChangeEvent<HTMLInputElement>) => onChange(event.target.value),
    }),
  );
}

/** The form field of a column of type `day`, with its hint and error. */
export function DayEdit({ property, record, onChange }: BasePropertyProps) {
  const { tp, tm } = useTranslation();
  const { path, resourceId, description } = property;
  const error = record?.errors[path];
  return h(
    'div',
    { className: 'ds-group' },
    dayField(path, tp(path, resourceId), record?.params[path], (day) => onChange?.(path, day)),
    description ? h('small', null, tm(description, resourceId)) : null,
    error ? h('p', { className: 'ds-error', role: 'alert' }, tm(error.message, resourceId)) : null,
  );
}

/** The filter of a column of type `day`: first and last day. */
export function DaysFilter({ property, filter, onChange }: FilterPropertyProps) {
  const { tp } = useTranslation();
  const { path, resourceId } = property;
  const values = filter as Record<string, unknown> | undefined;
  const limitField = (name: 'from' | 'to') => {
    const key = `${path}~~${name}`;
    return dayField(key, tp(name), values?.[key], (day) => onChange(key, day));
  };
  return h(
    'fieldset',
    { className: 'ds-group' },
    h('legend', null, tp(path, resourceId)),
    limitField('from'),
    limitField('to'),
  );
}

/** A field whose value is a path of the panel, as a link. */
export function LinkShow({ property, record }: BasePropertyProps) {
  const { tp } = useTranslation();
  const path: unknown = record?.params[property.path];
  if (typeof path !== 'string') return null;
  return h(
    'p',
    { className: 'ds-group' },
    h('a', { className: 'ds-link', href: path }, tp(property.path, property.resourceId)),
  );
}

import type { FC } from 'hono/jsx';
import { Icon } from '../../frame/icons.tsx';
import type { FieldErrors } from './form-fields.ts';

/** What is wrong with a field, under it; the field names it as `{name}-error`. */
export const FieldError: FC<{ name: string; errors: FieldErrors }> = ({ name, errors }) => {
  const error = errors.get(name);
  return error === undefined ? null : (
    <p class="field-error" id={`${name}-error`}>
      <Icon name="alert" />
      {error}
    </p>
  );
};

/** What ties a field to what is wrong with it. @param hint ID of its hint, where it has one */
export const describedBy = (name: string, errors: FieldErrors, hint?: string) => ({
  'aria-invalid': errors.has(name) ? ('true' as const) : undefined,
  'aria-describedby': [hint, errors.has(name) && `${name}-error`].filter(Boolean).join(' ') || undefined,
});

/** A small box to tick. @param subject what it is about, where that stands only beside it */
export const Checkbox: FC<{ name: string; value?: string; label: string; subject?: string; checked: boolean }> = ({
  name,
  value = 'on',
  label,
  subject,
  checked,
}) => (
  <label class="tick">
    <input type="checkbox" name={name} value={value} checked={checked} />
    <span>
      {label}
      {subject && <span class="visually-hidden"> of {subject}</span>}
    </span>
  </label>
);

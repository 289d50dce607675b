import type { FC } from 'hono/jsx';
import { Icon } from '../../frame/icons.tsx';
import type { FieldErrors } from './form-fields.ts';

/** The error of a field, under it. The field points at it by `describedBy`. */
export const FieldError: FC<{ name: string; errors: FieldErrors }> = ({ name, errors }) => {
  const error = errors.get(name);
  return error === undefined ? null : (
    <p class="field-error" id={`${name}-error`}>
      <Icon name="alert" />
      {error}
    </p>
  );
};

/** ARIA attributes of a field. @param hint ID of its hint, where it has one */
export const describedBy = (name: string, errors: FieldErrors, hint?: string) => ({
  'aria-invalid': errors.has(name) ? ('true' as const) : undefined,
  'aria-describedby': [hint, errors.has(name) && `${name}-error`].filter(Boolean).join(' ') || undefined,
});

/** @param subject what it is about, for screen readers that do not see what stands beside it */
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

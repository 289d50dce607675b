import type { Child, FC } from 'hono/jsx';
import { z } from 'zod';
import { Icon } from './icons.tsx';

interface FieldProps {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password' | 'url' | 'number' | 'search' | 'date';
  value?: string;
  hint?: Child;
  error?: string;
  required?: boolean;
  autocomplete?: string;
  autofocus?: boolean;
  inputmode?: 'text' | 'numeric' | 'email' | 'url';
  maxlength?: number;
}

export const InputField: FC<FieldProps> = ({ name, label, hint, error, type = 'text', ...input }) => {
  const described = [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={`${name}-input`}>{label}</label>
      {hint && (
        <p class="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <input
        class="input"
        id={`${name}-input`}
        name={name}
        type={type}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={described || undefined}
        {...input}
      />
      {error && (
        <p class="field-error" id={`${name}-error`}>
          <Icon name="alert" />
          {error}
        </p>
      )}
    </div>
  );
};

/** A checkbox sends `on`, or nothing. */
export const checkboxSchema = z
  .unknown()
  .optional()
  .transform((value) => value === 'on');

export const Toggle: FC<{ name: string; label: string; hint?: Child; checked?: boolean }> = ({
  name,
  label,
  hint,
  checked,
}) => (
  <div class="toggle">
    <input
      class="toggle-input"
      id={`${name}-input`}
      name={name}
      type="checkbox"
      // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox exposes its state natively; aria-checked would go stale
      role="switch"
      checked={checked}
      aria-describedby={hint ? `${name}-hint` : undefined}
    />
    <label for={`${name}-input`}>{label}</label>
    {hint && (
      <p class="field-hint" id={`${name}-hint`}>
        {hint}
      </p>
    )}
  </div>
);

export const FormError: FC<{ message?: string | null }> = ({ message }) =>
  message ? (
    <p class="notice notice-failed" role="alert">
      <Icon name="alert" />
      {message}
    </p>
  ) : null;

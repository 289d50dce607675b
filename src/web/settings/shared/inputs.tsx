import type { FC, PropsWithChildren } from 'hono/jsx';
import { Icon } from '../../frame/icons.tsx';
import type { FieldErrors } from './form-fields.ts';

/** Without script the browser loads the response as a page. */
export const swapFormProps = (action: string, target: string) => ({
  method: 'post' as const,
  action,
  'hx-post': action,
  'hx-target': target,
  'hx-swap': 'outerHTML',
  'hx-push-url': 'false',
});

export const swapButtonProps = (url: string, target: string) => ({
  formaction: url,
  'hx-post': url,
  'hx-target': target,
  'hx-swap': 'outerHTML',
});

export const ErrorMessage: FC<PropsWithChildren<{ id?: string; role?: 'alert' }>> = ({ id, role, children }) => (
  <p class="field-error" id={id} role={role}>
    <Icon name="alert" />
    {children}
  </p>
);

export const FieldError: FC<{ name: string; errors: FieldErrors }> = ({ name, errors }) => {
  const error = errors.get(name);
  return error === undefined ? null : <ErrorMessage id={`${name}-error`}>{error}</ErrorMessage>;
};

export const describedBy = (name: string, errors: FieldErrors, hintId?: string) => ({
  'aria-invalid': errors.has(name) ? ('true' as const) : undefined,
  'aria-describedby': [hintId, errors.has(name) && `${name}-error`].filter(Boolean).join(' ') || undefined,
});

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

export const Radio: FC<PropsWithChildren<{ name: string; value: string; checked: boolean }>> = ({
  name,
  value,
  checked,
  children,
}) => (
  <label class="tick">
    <input type="radio" name={name} value={value} checked={checked} />
    <span>{children}</span>
  </label>
);

export const SelectOptions: FC<{ options: readonly (readonly [value: string, label: string])[]; selected: string }> = ({
  options,
  selected,
}) => (
  <>
    {options.map(([value, label]) => (
      <option value={value} selected={value === selected}>
        {label}
      </option>
    ))}
  </>
);

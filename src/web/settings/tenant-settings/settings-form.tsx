import type { FC, PropsWithChildren } from 'hono/jsx';
import { Icon } from '../../frame/icons.tsx';
import type { FieldErrors, FormFields } from '../shared/form-fields.ts';
import { ErrorMessage, swapFormProps } from '../shared/inputs.tsx';
import type { SettingsFormKey } from './fields.ts';

export interface SettingsFormView {
  fields: FormFields;
  errors: FieldErrors;
  saved: boolean;
}

export interface SettingsFormsView {
  baseUrl: string;
  intervalHours: number | null;
  timeZone: string;
  forms: Record<SettingsFormKey, SettingsFormView>;
  /** Keys of custom attributes that are left out of the CSV export. */
  customWithout: readonly string[];
  now: number;
}

interface SettingsFormProps {
  formKey: SettingsFormKey;
  title: string;
  baseUrl: string;
  view: SettingsFormView;
}

export const SettingsForm: FC<PropsWithChildren<SettingsFormProps>> = ({ formKey, title, baseUrl, view, children }) => (
  <section class="settings-form" id={formKey} aria-labelledby={`${formKey}-title`}>
    <h3 id={`${formKey}-title`}>{title}</h3>
    <form class="form" novalidate {...swapFormProps(`${baseUrl}/${formKey}`, `#${formKey}`)}>
      {children}
      <div class="form-actions">
        <button class="button" type="submit" id={`save-${formKey}`}>
          Save {/^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title}
        </button>
        {view.saved && (
          <p class="saved" role="status">
            <Icon name="check" />
            Saved
          </p>
        )}
        {view.errors.size > 0 && <ErrorMessage role="alert">Nothing was saved</ErrorMessage>}
      </div>
    </form>
  </section>
);

/** @param group prefix of the ID of the error, which the fields of a group share */
export const NumberField: FC<{ name: string; label: string; group?: string; view: SettingsFormView }> = ({
  name,
  label,
  group = name,
  view: { fields, errors },
}) => (
  <input
    class="input input-number"
    id={name}
    name={name}
    inputmode="decimal"
    autocomplete="off"
    value={fields[name] ?? ''}
    aria-label={label}
    aria-invalid={errors.has(name) ? 'true' : undefined}
    aria-describedby={errors.has(name) ? `${group}-error` : undefined}
  />
);

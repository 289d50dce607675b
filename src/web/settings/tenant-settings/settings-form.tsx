import type { FC, PropsWithChildren } from 'hono/jsx';
import { Icon } from '../../frame/icons.tsx';
import type { FieldErrors, FormFields } from '../shared/form-fields.ts';
import type { SettingsFormKey } from './fields.ts';

/** What one form shows: stored or typed values, and errors. */
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
  /** Keys of custom attributes that stay out of the export. */
  customWithout: readonly string[];
  now: number;
}

interface SettingsFormProps {
  /** Its key; the form is posted to `{baseUrl}/{formKey}`. */
  formKey: SettingsFormKey;
  title: string;
  /** `/{tenant}/settings/integrations`. */
  baseUrl: string;
  view: SettingsFormView;
}

/** A form that is replaced by its answer. */
export const SettingsForm: FC<PropsWithChildren<SettingsFormProps>> = ({ formKey, title, baseUrl, view, children }) => (
  <section class="settings-form" id={formKey} aria-labelledby={`${formKey}-title`}>
    <h3 id={`${formKey}-title`}>{title}</h3>
    <form
      class="form"
      method="post"
      action={`${baseUrl}/${formKey}`}
      novalidate
      hx-post={`${baseUrl}/${formKey}`}
      hx-target={`#${formKey}`}
      hx-swap="outerHTML"
      hx-push-url="false"
    >
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
        {view.errors.size > 0 && (
          <p class="field-error" role="alert">
            <Icon name="alert" />
            Nothing was saved
          </p>
        )}
      </div>
    </form>
  </section>
);

/**
 * A number in the middle of a sentence.
 * @param label what a screen reader calls it
 * @param group fields that share an error
 */
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

import type { FC } from 'hono/jsx';
import { describeFault, type Fault } from '../../domain/shared/fault.ts';
import type { SavedFilter } from '../../store/filters/reader.ts';
import { type FormDialog, SubmitButton } from '../frame/dialog.tsx';
import { FormError, InputField, Toggle } from '../frame/fields.tsx';
import type { SavedFilterKind } from './kind.ts';

function formErrors(fault: Fault | null): { name?: string; form?: string } {
  if (fault === null) return {};
  return fault.details?.path === 'name' ? { name: describeFault(fault) } : { form: describeFault(fault) };
}

const NameField: FC<{ value: string; error?: string }> = ({ value, error }) => (
  <InputField name="name" label="Name" value={value} required maxlength={80} autocomplete="off" error={error} />
);

export interface SaveFilterForm {
  name: string;
  query: string;
  description: string;
  fault: Fault | null;
}

export function saveFilterDialog(
  kind: SavedFilterKind,
  listPath: string,
  { name, query, description, fault }: SaveFilterForm,
): FormDialog {
  const errors = formErrors(fault);
  return {
    title: `Save as ${kind.noun}`,
    section: kind.section,
    action: `${listPath}/${kind.path.saved}`,
    cancelUrl: `${listPath}?${query}`,
    buttons: <SubmitButton>Save</SubmitButton>,
    body: (
      <>
        <FormError message={errors.form} />
        <p>
          It shows: <strong>{description}</strong>.
        </p>
        <input type="hidden" name="query" value={query} />
        <NameField value={name} error={errors.name} />
        {fault?.code === 'name_taken' && <Toggle name="overwrite" label={`Overwrite the ${kind.noun} of this name`} />}
      </>
    ),
  };
}

export function renameFilterDialog(
  kind: SavedFilterKind,
  listPath: string,
  filter: SavedFilter,
  name: string,
  fault: Fault | null,
): FormDialog {
  const errors = formErrors(fault);
  return {
    title: `Rename ${filter.name}`,
    section: kind.section,
    action: `${listPath}/${kind.path.saved}/${filter.id}/rename`,
    cancelUrl: `${listPath}/${kind.path.saved}`,
    buttons: <SubmitButton>Rename</SubmitButton>,
    body: (
      <>
        <FormError message={errors.form} />
        <p>Links to it by its old name will no longer open it.</p>
        <NameField value={name} error={errors.name} />
      </>
    ),
  };
}

export const deleteFilterDialog = (kind: SavedFilterKind, listPath: string, filter: SavedFilter): FormDialog => ({
  title: `Delete ${filter.name}`,
  section: kind.section,
  action: `${listPath}/${kind.path.saved}/${filter.id}/delete`,
  cancelUrl: `${listPath}/${kind.path.saved}`,
  buttons: <SubmitButton danger>Delete the {kind.noun}</SubmitButton>,
  body: <p>This deletes the {kind.noun} for everybody. What it shows stays as it is.</p>,
});

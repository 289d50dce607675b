import { describeFault, type Fault } from '../../domain/fault.ts';
import type { SavedFilter } from '../../store/saved-filters.ts';
import { Answer, type Question } from '../frame/dialog.tsx';
import { Field, FormError, Toggle } from '../frame/fields.tsx';
import type { SavedFilterKind } from './kind.ts';

const errorsOf = (fault: Fault | null): { name?: string; form?: string } =>
  fault === null
    ? {}
    : fault.details?.path === 'name'
      ? { name: describeFault(fault) }
      : { form: describeFault(fault) };

/** What somebody gave for the name of a filter to save. */
export interface Saving {
  name: string;
  query: string;
  /** What the filter shows. */
  words: string;
  fault: Fault | null;
}

/** Asks under which name to save a filter; when the name is taken, whether to overwrite. */
export function saveQuestion(kind: SavedFilterKind, at: string, { name, query, words, fault }: Saving): Question {
  const errors = errorsOf(fault);
  const taken = fault?.code === 'name_taken';
  return {
    title: `Save as ${kind.noun}`,
    section: kind.section,
    action: `${at}/${kind.path.saved}`,
    back: `${at}?${query}`,
    buttons: <Answer>Save</Answer>,
    body: (
      <>
        <FormError {...(errors.form && { message: errors.form })} />
        <p>
          It shows: <strong>{words}</strong>.
        </p>
        <input type="hidden" name="query" value={query} />
        <Field
          name="name"
          label="Name"
          value={name}
          required
          maxlength={80}
          autocomplete="off"
          {...(errors.name && { error: errors.name })}
        />
        {taken && <Toggle name="overwrite" label={`Overwrite the ${kind.noun} of this name`} />}
      </>
    ),
  };
}

export function renameQuestion(
  kind: SavedFilterKind,
  at: string,
  filter: SavedFilter,
  name: string,
  fault: Fault | null,
): Question {
  const { name: error, form } = errorsOf(fault);
  return {
    title: `Rename ${filter.name}`,
    section: kind.section,
    action: `${at}/${kind.path.saved}/${filter.id}/rename`,
    back: `${at}/${kind.path.saved}`,
    buttons: <Answer>Rename</Answer>,
    body: (
      <>
        <FormError {...(form && { message: form })} />
        <p>Links to it by its old name will no longer open it.</p>
        <Field
          name="name"
          label="Name"
          value={name}
          required
          maxlength={80}
          autocomplete="off"
          {...(error && { error })}
        />
      </>
    ),
  };
}

export const deleteQuestion = (kind: SavedFilterKind, at: string, filter: SavedFilter): Question => ({
  title: `Delete ${filter.name}`,
  section: kind.section,
  action: `${at}/${kind.path.saved}/${filter.id}/delete`,
  back: `${at}/${kind.path.saved}`,
  buttons: <Answer danger>Delete the {kind.noun}</Answer>,
  body: <p>This deletes the {kind.noun} for everybody. What it shows stays as it is.</p>,
});

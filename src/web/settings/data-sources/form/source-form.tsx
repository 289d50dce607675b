import type { Child, FC } from 'hono/jsx';
import { FormError, Toggle } from '../../../frame/fields.tsx';
import type { SourceForm } from './fields.ts';
import { type FieldsProps, SettingField } from './setting-field.tsx';

export interface FormState extends FieldsProps {
  kind: string;
  form: SourceForm;
  /** How the switch stands. */
  enabled: boolean;
  /** What is wrong with it as a whole. */
  problem: string | null;
  /** What a test found, when one was asked for. */
  test: Child;
}

/** A test waits for a slow source: longer than the other requests of a page. */
const PATIENT = JSON.stringify({ timeout: 100_000 });

/** The form of a data source. Without a script its buttons answer with the whole page. */
export const SourceFormPart: FC<FormState> = ({ form, enabled, problem, test, ...fields }) => {
  const { action, typed } = fields;
  return (
    <form class="form source-form" id="source-form" method="post" action={action} autocomplete="off">
      <FormError {...(problem && { message: problem })} />
      <Toggle
        name="enabled"
        label={form.toggle}
        hint="Syncs fetch people from it. One data source is on at a time: you are asked before another is turned off."
        checked={enabled}
      />
      {form.groups(typed).map(({ id, legend, settings }) => (
        <fieldset class="source-group" id={`group-${id}`}>
          <legend>{legend}</legend>
          {settings.map((setting) => (
            <SettingField setting={setting} group={id} {...fields} />
          ))}
        </fieldset>
      ))}
      <div class="form-actions source-buttons">
        <button
          class="button"
          type="submit"
          id="test-connection"
          formaction={`${action}/test`}
          hx-post={`${action}/test`}
          hx-target="#source-test"
          hx-config={PATIENT}
          hx-disable="this"
        >
          Test connection
        </button>
        <button class="button button-primary" type="submit">
          Save
        </button>
      </div>
      <div id="source-test" aria-live="polite">
        {test}
      </div>
    </form>
  );
};

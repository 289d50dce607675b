import type { FC, PropsWithChildren } from 'hono/jsx';
import { STANDARD_ATTRIBUTES, type StandardKey } from '../../../domain/user/attributes.ts';
import { Icon } from '../../frame/icons.tsx';
import { countNoun } from '../../frame/labels.ts';
import { Checkbox, describedBy, FieldError, swapFormProps } from '../shared/inputs.tsx';
import { ExpressionRow, MAPPING_FORM_ID, type MappingFormState } from './expression-row.tsx';
import { fieldAnchor, fieldLabel } from './fields.ts';
import { MAX_NOTE } from './problems.ts';
import { CustomAttributes, KeepOldValue, StatusWords } from './rows.tsx';

const EXPRESSION_HINTS: Partial<Record<StandardKey, string>> = {
  status: 'On leave keeps access; terminated ends it.',
  termination_date: 'Access ends after this day, also without a sync.',
  manager: 'The manager’s e-mail or employee ID.',
};
/** The text stands in place of the choice to keep the old value. */
const CANNOT_BE_CLEARED: Partial<Record<StandardKey, string>> = {
  full_name: 'Required',
  email: 'Required, one person each',
  employee_id: 'Never cleared by a sync',
};

export const MappingForm: FC<PropsWithChildren<MappingFormState & { action: string; source: string }>> = ({
  action,
  source,
  children,
  ...state
}) => {
  const { form, errors } = state;
  return (
    <form class="mapping-form" id={MAPPING_FORM_ID} novalidate {...swapFormProps(action, '#mapping')}>
      <input type="hidden" name="source" value={source} />
      <input type="hidden" name="version" value={form.version} />
      {/* Enter in a field presses the first button of a form, which must not be one that removes a row. */}
      <button class="visually-hidden" type="submit" name="act" value="save" tabindex={-1}>
        Save
      </button>
      <ErrorList errors={errors} />
      <section aria-labelledby="standard-title">
        <h3 id="standard-title">Standard attributes</h3>
        <p class="field-hint">
          A JMESPath expression, or the name of a column as it stands in the data. An attribute without an expression is
          never touched; an expression that gives nothing clears it, unless the old value is kept.
        </p>
        {STANDARD_ATTRIBUTES.map((attribute) => (
          <>
            <StandardAttribute {...state} attribute={attribute} />
            {attribute.key === 'status' && <StatusWords {...state} />}
          </>
        ))}
      </section>
      <CustomAttributes {...state} />
      <RoleAndScope {...state} />
      <div class="field mapping-note">
        <label for="note">Note</label>
        <p class="field-hint" id="note-hint">
          Why you change it, for whoever reads the versions later.
        </p>
        <input
          class="input"
          id="note"
          name="note"
          value={form.note}
          maxlength={MAX_NOTE}
          {...describedBy('note', errors, 'note-hint')}
        />
        <FieldError name="note" errors={errors} />
      </div>
      <div class="mapping-actions">
        {errors.size > 0 && (
          <a class="text-failed" href="#mapping-problems">
            Nothing was saved: {countNoun(errors.size, 'problem')}
          </a>
        )}
        {children}
      </div>
    </form>
  );
};

const ErrorList: FC<Pick<MappingFormState, 'errors'>> = ({ errors }) =>
  errors.size === 0 ? null : (
    <div class="notice notice-failed" role="alert" id="mapping-problems">
      <Icon name="alert" />
      <div>
        <p>Nothing was saved. Correct {countNoun(errors.size, 'field')}:</p>
        <ul class="problem-list">
          {[...errors].map(([name, error]) => (
            <li>
              <a href={`#${fieldAnchor(name)}`}>{fieldLabel(name)}</a>: {error}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );

const StandardAttribute: FC<MappingFormState & { attribute: (typeof STANDARD_ATTRIBUTES)[number] }> = ({
  attribute: { key, label, required },
  ...state
}) => {
  const path = `standard.${key}`;
  const keepsOldValue = state.form[`${path}.null_policy`] === 'keep';
  const cannotBeCleared = CANNOT_BE_CLEARED[key];
  return (
    <ExpressionRow
      {...state}
      name={`${path}.expression`}
      label={label}
      required={required}
      hint={EXPRESSION_HINTS[key]}
    >
      {cannotBeCleared === undefined ? (
        <KeepOldValue path={path} subject={label} checked={keepsOldValue} />
      ) : (
        <p class="attribute-never">
          {cannotBeCleared}
          {/* Keeps the policy that a client of the API has set. */}
          {keepsOldValue && <input type="hidden" name={`${path}.null_policy`} value="keep" />}
        </p>
      )}
    </ExpressionRow>
  );
};

const RoleAndScope: FC<MappingFormState> = (state) => {
  const { form, errors } = state;
  const row = (name: string, hint: string) => (
    <ExpressionRow {...state} name={name} label={fieldLabel(name)} hint={hint} />
  );
  return (
    <>
      <section class="section" aria-labelledby="role-title">
        <h3 id="role-title">Role</h3>
        {row(
          'restricted_role.expression',
          'True makes a person restricted, false regular. Nothing leaves the role alone.',
        )}
      </section>
      <section class="section" aria-labelledby="scope-title">
        <h3 id="scope-title">Who is taken in</h3>
        {row('include', 'False leaves a person out, and ends the access of one who is in. Empty: everybody.')}
        {row(
          'primary_row',
          'For several rows of one person: true for the one that counts. Active rows come before it, the latest hire date after.',
        )}
        <div class="ticks">
          <Checkbox
            name="no_email"
            value="skip"
            label="Skip people without an e-mail, instead of failing them"
            checked={form.no_email === 'skip'}
          />
        </div>
        <div class="field">
          <label class="inline-number" for="create_days_before_hire">
            Create people
            <input
              class="input"
              id="create_days_before_hire"
              name="create_days_before_hire"
              inputmode="numeric"
              value={form.create_days_before_hire}
              {...describedBy('create_days_before_hire', errors)}
            />
            days before their hire date; empty: at once
          </label>
          <FieldError name="create_days_before_hire" errors={errors} />
        </div>
      </section>
    </>
  );
};

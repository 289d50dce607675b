import type { Child, FC, PropsWithChildren } from 'hono/jsx';
import { STANDARD_ATTRIBUTES, type StandardKey } from '../../../domain/user/attributes.ts';
import { Icon } from '../../frame/icons.tsx';
import { countNoun } from '../../frame/labels.ts';
import type { CustomText, MappingForm, StatusWord } from './fields.ts';
import {
  AddRowButton,
  AttributeRow,
  Checkbox,
  ExpressionField,
  FieldError,
  invalidProps,
  KeepOldValue,
  RowButton,
} from './inputs.tsx';
import { type FieldProblems, fieldAnchor, fieldLabel, MAX_NOTE } from './problems.ts';

const STATUSES = [
  ['active', 'Active'],
  ['on_leave', 'On leave'],
  ['terminated', 'Terminated'],
] as const;

const STATUS_TABLE = 'standard.status.values';

/** The value table of the status: what each word of the data source means. */
export const StatusWords: FC<{ rows: readonly StatusWord[]; problems: FieldProblems }> = ({ rows, problems }) => (
  <fieldset class="words" id={STATUS_TABLE} aria-describedby={`${STATUS_TABLE}-hint`}>
    <legend>What the words of the data source mean</legend>
    <p class="field-hint" id={`${STATUS_TABLE}-hint`}>
      {rows.length === 0
        ? 'Without rows the usual words are understood: active, a, true, 1; on leave, leave; terminated, inactive, t, false, 0. With rows, only they are.'
        : 'Upper and lower case are the same. A word that is not here fails its person, and never ends access.'}
    </p>
    <FieldError name={STATUS_TABLE} problems={problems} />
    {rows.map(({ word, status }, at) => (
      <StatusRow at={at} word={word} status={status} problems={problems} />
    ))}
    <AddRowButton act="add-status" label="Add a word" />
  </fieldset>
);

const StatusRow: FC<StatusWord & { at: number; problems: FieldProblems }> = ({ at, word, status, problems }) => {
  const name = `${STATUS_TABLE}[${at}]`;
  return (
    <div class="words-row">
      <input
        class="input"
        id={`${name}.word`}
        name={`${name}.word`}
        value={word}
        aria-label={`Word ${at + 1}`}
        {...invalidProps(`${name}.word`, problems)}
      />
      <span class="muted">is</span>
      <select class="input" name={`${name}.status`} aria-label={`Meaning of word ${at + 1}`}>
        {STATUSES.map(([value, label]) => (
          <option value={value} selected={value === status}>
            {label}
          </option>
        ))}
      </select>
      <RowButton act={`remove-status:${at}`} icon="cross" label={`Remove word ${at + 1}`} />
      <FieldError name={`${name}.word`} problems={problems} />
    </div>
  );
};

const CUSTOM_TYPES = ['text', 'number', 'boolean', 'date', 'list'];

/** Attributes that a tenant has beside the standard ones, in the order of every page. */
export const CustomAttributes: FC<{ rows: readonly CustomText[]; problems: FieldProblems }> = ({ rows, problems }) => (
  <section class="section" aria-labelledby="custom-title">
    <h3 id="custom-title">Custom attributes</h3>
    <p class="field-hint">
      For filters, reports and rules. A key is written in small letters, digits and _, and stays the same for ever: what
      is stored under another key is another attribute.
    </p>
    {rows.map((row, at) => (
      <CustomAttributeRow row={row} at={at} last={at === rows.length - 1} problems={problems} />
    ))}
    <AddRowButton act="add-custom" label="Add a custom attribute" />
  </section>
);

const CustomAttributeRow: FC<{ row: CustomText; at: number; last: boolean; problems: FieldProblems }> = ({
  row,
  at,
  last,
  problems,
}) => {
  const name = `custom[${at}]`;
  const called = row.key || `custom attribute ${at + 1}`;
  return (
    <fieldset class="custom">
      <legend class="visually-hidden">{called}</legend>
      <div class="custom-head">
        <div class="field">
          <label for={`${name}.key`}>Key</label>
          <input
            class="input input-code"
            id={`${name}.key`}
            name={`${name}.key`}
            value={row.key}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            {...invalidProps(`${name}.key`, problems)}
          />
        </div>
        <div class="field">
          <label for={`${name}.type`}>Type</label>
          <select class="input" id={`${name}.type`} name={`${name}.type`} {...invalidProps(`${name}.type`, problems)}>
            {CUSTOM_TYPES.map((type) => (
              <option value={type} selected={type === row.type}>
                {type.charAt(0).toUpperCase() + type.slice(1)}
              </option>
            ))}
          </select>
        </div>
        <div class="custom-moves">
          <RowButton act={`up-custom:${at}`} icon="chevron" up label={`Move ${called} up`} off={at === 0} />
          <RowButton act={`down-custom:${at}`} icon="chevron" label={`Move ${called} down`} off={last} />
          <RowButton act={`remove-custom:${at}`} icon="cross" label={`Remove ${called}`} />
        </div>
        <FieldError name={`${name}.key`} problems={problems} />
        <FieldError name={`${name}.type`} problems={problems} />
      </div>
      <div class="attribute" id={fieldAnchor(`${name}.expression`)}>
        <ExpressionField
          name={`${name}.expression`}
          label="Expression"
          value={row.expression}
          error={problems.get(`${name}.expression`)}
        />
        <div class="ticks">
          <KeepOldValue at={name} of={called} checked={row.keep} />
          <Checkbox name={`${name}.export`} label="In the CSV export" of={called} checked={row.export} />
        </div>
      </div>
    </fieldset>
  );
};

/** The form of the mapping, for buttons that stand outside it. */
export const MAPPING_FORM = 'mapping-form';

const EXPRESSION_HINTS: Partial<Record<StandardKey, string>> = {
  status: 'On leave keeps access; terminated ends it.',
  termination_date: 'Access ends after this day, also without a sync.',
  manager: 'The manager’s e-mail or employee ID.',
};
const CANNOT_BE_CLEARED: Partial<Record<StandardKey, string>> = {
  full_name: 'Required',
  email: 'Required, one person each',
  employee_id: 'Never cleared by a sync',
};

/** Asks what becomes of every person: one field an attribute, in the order of every page. */
export const MappingFields: FC<{
  action: string;
  source: string;
  form: MappingForm;
  problems: FieldProblems;
  children?: Child;
}> = ({ action, source, form, problems, children }) => (
  <form
    class="mapping-form"
    id={MAPPING_FORM}
    method="post"
    action={action}
    novalidate
    hx-post={action}
    hx-target="#mapping"
    hx-swap="outerHTML"
    hx-push-url="false"
  >
    <input type="hidden" name="source" value={source} />
    <input type="hidden" name="version" value={String(form.version)} />
    {/* Enter in a field presses the first button of a form: it must not be one that removes a row. */}
    <button class="visually-hidden" type="submit" name="act" value="save" tabindex={-1}>
      Save
    </button>
    <ProblemList problems={problems} />
    <section aria-labelledby="standard-title">
      <h3 id="standard-title">Standard attributes</h3>
      <p class="field-hint">
        A JMESPath expression, or the name of a column as it stands in the data. An attribute without an expression is
        never touched; an expression that gives nothing clears it, unless the old value is kept.
      </p>
      {STANDARD_ATTRIBUTES.map(({ key, label, required }) => (
        <>
          <AttributeRow
            at={`standard.${key}`}
            label={label}
            text={form.standard[key]}
            required={required}
            never={CANNOT_BE_CLEARED[key]}
            hint={EXPRESSION_HINTS[key]}
            problems={problems}
          />
          {key === 'status' && <StatusWords rows={form.statusWords} problems={problems} />}
        </>
      ))}
    </section>
    <CustomAttributes rows={form.custom} problems={problems} />
    <RoleAndScope form={form} problems={problems} />
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
        aria-describedby="note-hint"
        {...invalidProps('note', problems)}
      />
      <FieldError name="note" problems={problems} />
    </div>
    <div class="mapping-actions">
      {problems.size > 0 && (
        <a class="text-failed" href="#mapping-problems">
          Nothing was saved: {countNoun(problems.size, 'problem')}
        </a>
      )}
      {children}
    </div>
  </form>
);

const ExpressionRow: FC<PropsWithChildren<{ name: string }>> = ({ name, children }) => (
  <div class="attribute" id={fieldAnchor(name)}>
    {children}
  </div>
);

const RoleAndScope: FC<{ form: MappingForm; problems: FieldProblems }> = ({ form, problems }) => (
  <>
    <section class="section" aria-labelledby="role-title">
      <h3 id="role-title">Role</h3>
      <ExpressionRow name="restricted_role.expression">
        <ExpressionField
          name="restricted_role.expression"
          label="Restricted-role indicator"
          value={form.restrictedRole}
          hint="True makes a person restricted, false regular. Nothing leaves the role alone."
          error={problems.get('restricted_role.expression')}
        />
      </ExpressionRow>
    </section>
    <section class="section" aria-labelledby="scope-title">
      <h3 id="scope-title">Who is taken in</h3>
      <ExpressionRow name="include">
        <ExpressionField
          name="include"
          label="Include"
          value={form.include}
          hint="False leaves a person out, and ends the access of one who is in. Empty: everybody."
          error={problems.get('include')}
        />
      </ExpressionRow>
      <ExpressionRow name="primary_row">
        <ExpressionField
          name="primary_row"
          label="Primary row"
          value={form.primaryRow}
          hint="For several rows of one person: true for the one that counts. Active rows come before it, the latest hire date after."
          error={problems.get('primary_row')}
        />
      </ExpressionRow>
      <div class="ticks">
        <Checkbox
          name="no_email"
          value="skip"
          label="Skip people without an e-mail, instead of failing them"
          checked={form.skipNoEmail}
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
            value={form.createDays}
            {...invalidProps('create_days_before_hire', problems)}
          />
          days before their hire date; empty: at once
        </label>
        <FieldError name="create_days_before_hire" problems={problems} />
      </div>
    </section>
  </>
);

/** All that is wrong, each a link to its field. */
const ProblemList: FC<{ problems: FieldProblems }> = ({ problems }) =>
  problems.size === 0 ? null : (
    <div class="notice notice-failed" role="alert" id="mapping-problems">
      <Icon name="alert" />
      <div>
        <p>Nothing was saved. Correct {countNoun(problems.size, 'field')}:</p>
        <ul class="problem-list">
          {[...problems].map(([name, problem]) => (
            <li>
              <a href={`#${fieldAnchor(name)}`}>{fieldLabel(name)}</a>: {problem}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );

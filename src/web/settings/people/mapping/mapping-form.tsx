import type { Child, FC, PropsWithChildren } from 'hono/jsx';
import { STANDARD_ATTRIBUTES, type StandardKey } from '../../../../domain/user/attributes.ts';
import { Icon } from '../../../frame/icons.tsx';
import { counted } from '../../../frame/words.ts';
import { AttributeRow, Tick, Wrong, wrongAt } from './attribute.tsx';
import { CustomAttributes } from './custom-attributes.tsx';
import { ExpressionField } from './expression-field.tsx';
import type { MappingForm } from './form.ts';
import { fieldName, MOST_NOTE, type Problems, placeOf } from './problems.ts';
import { StatusWords } from './status-words.tsx';

/** The form of the mapping, for buttons that stand outside it. */
export const MAPPING_FORM = 'mapping-form';

const HINTS: Partial<Record<StandardKey, string>> = {
  status: 'On leave keeps access; terminated ends it.',
  termination_date: 'Access ends after this day, also without a sync.',
  manager: 'The manager’s e-mail or employee ID.',
};
const NEVER: Partial<Record<StandardKey, string>> = {
  full_name: 'Required',
  email: 'Required, one person each',
  employee_id: 'Never cleared by a sync',
};

/** Asks what becomes of every person: one field an attribute, in the order of every page. */
export const MappingFields: FC<{
  action: string;
  source: string;
  form: MappingForm;
  problems: Problems;
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
            never={NEVER[key]}
            hint={HINTS[key]}
            problems={problems}
          />
          {key === 'status' && <StatusWords rows={form.statusWords} problems={problems} />}
        </>
      ))}
    </section>
    <CustomAttributes rows={form.custom} problems={problems} />
    <WhoAndRole form={form} problems={problems} />
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
        maxlength={MOST_NOTE}
        aria-describedby="note-hint"
        {...wrongAt('note', problems)}
      />
      <Wrong name="note" problems={problems} />
    </div>
    <div class="mapping-actions">
      {problems.size > 0 && (
        <a class="text-failed" href="#mapping-problems">
          Nothing was saved: {counted(problems.size, 'problem')}
        </a>
      )}
      {children}
    </div>
  </form>
);

const Row: FC<PropsWithChildren<{ name: string }>> = ({ name, children }) => (
  <div class="attribute" id={placeOf(name)}>
    {children}
  </div>
);

const WhoAndRole: FC<{ form: MappingForm; problems: Problems }> = ({ form, problems }) => (
  <>
    <section class="section" aria-labelledby="role-title">
      <h3 id="role-title">Role</h3>
      <Row name="restricted_role.expression">
        <ExpressionField
          name="restricted_role.expression"
          label="Restricted-role indicator"
          value={form.restrictedRole}
          hint="True makes a person restricted, false regular. Nothing leaves the role alone."
          error={problems.get('restricted_role.expression')}
        />
      </Row>
    </section>
    <section class="section" aria-labelledby="scope-title">
      <h3 id="scope-title">Who is taken in</h3>
      <Row name="include">
        <ExpressionField
          name="include"
          label="Include"
          value={form.include}
          hint="False leaves a person out, and ends the access of one who is in. Empty: everybody."
          error={problems.get('include')}
        />
      </Row>
      <Row name="primary_row">
        <ExpressionField
          name="primary_row"
          label="Primary row"
          value={form.primaryRow}
          hint="For several rows of one person: true for the one that counts. Active rows come before it, the latest hire date after."
          error={problems.get('primary_row')}
        />
      </Row>
      <div class="ticks">
        <Tick
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
            {...wrongAt('create_days_before_hire', problems)}
          />
          days before their hire date; empty: at once
        </label>
        <Wrong name="create_days_before_hire" problems={problems} />
      </div>
    </section>
  </>
);

/** All that is wrong, each a link to its field. */
const ProblemList: FC<{ problems: Problems }> = ({ problems }) =>
  problems.size === 0 ? null : (
    <div class="notice notice-failed" role="alert" id="mapping-problems">
      <Icon name="alert" />
      <div>
        <p>Nothing was saved. Correct {counted(problems.size, 'field')}:</p>
        <ul class="problem-list">
          {[...problems].map(([name, problem]) => (
            <li>
              <a href={`#${placeOf(name)}`}>{fieldName(name)}</a>: {problem}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );

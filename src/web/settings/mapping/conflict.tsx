import type { FC } from 'hono/jsx';
import type { MappingVersionSummary } from '../../../store/mapping/reader.ts';
import { Diff } from '../../frame/diff.tsx';
import { Icon } from '../../frame/icons.tsx';
import { Time } from '../../frame/time.tsx';
import { Radio, swapFormProps } from '../shared/inputs.tsx';
import { type MappingFormValues, openedVersion } from './fields.ts';
import { defaultSide, type FormDifference } from './merge.ts';

export interface SaveConflict {
  theirs: MappingVersionSummary;
  differences: readonly FormDifference[];
}

/** Fields of the submitted form that this form has itself. */
const REPLACED_FIELDS = ['act', 'base', 'version'];

const CHANGED_BY: Record<FormDifference['by'], string> = {
  them: 'changed by them',
  you: 'changed by you',
  both: 'changed by both',
};

export const ConflictForm: FC<{
  action: string;
  cancelUrl: string;
  form: MappingFormValues;
  conflict: SaveConflict;
}> = ({ action, cancelUrl, form, conflict: { theirs, differences } }) => {
  const base = openedVersion(form);
  const { version, createdBy, createdAt, note } = theirs;
  return (
    <form class="conflict" {...swapFormProps(action, '#mapping')}>
      <div class="notice notice-held" role="alert">
        <Icon name="alert" />
        <div>
          <p>
            {createdBy} saved version {version} <Time at={createdAt} />, after you had opened{' '}
            {base === 0 ? 'the empty form' : `version ${base}`}. Nothing of yours is saved yet, and nothing of it is
            lost.
          </p>
          {note && <p>Their note: {note}</p>}
        </div>
      </div>
      {Object.entries(form)
        .filter(([name]) => !REPLACED_FIELDS.includes(name) && !name.startsWith('take:'))
        .map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
      <input type="hidden" name="base" value={String(base)} />
      <input type="hidden" name="version" value={String(version)} />
      {differences.length === 0 ? (
        <p>Both of you wrote the same mapping: there is nothing left to choose.</p>
      ) : (
        <p>
          Choose for each field where the two differ: theirs stands before the arrow, yours behind it. What only one of
          you changed is chosen already.
        </p>
      )}
      {differences.map((difference) => (
        <DifferenceChoice difference={difference} />
      ))}
      <div class="mapping-actions">
        <a class="button" href={cancelUrl}>
          Drop mine
        </a>
        <button class="button" type="submit" name="act" value="merge">
          Edit the result
        </button>
        <button class="button button-primary" type="submit" name="act" value="resolve">
          Save on top of version {version}
        </button>
      </div>
    </form>
  );
};

const DifferenceChoice: FC<{ difference: FormDifference }> = ({ difference }) => {
  const { key, label, theirs, yours, by } = difference;
  const side = defaultSide(difference);
  const name = `take:${key}`;
  return (
    <fieldset class="conflict-field">
      <legend>
        {label} <span class="muted">{CHANGED_BY[by]}</span>
      </legend>
      <Diff before={theirs} after={yours} labels={['theirs', 'yours']} />
      <div class="ticks">
        <Radio name={name} value="theirs" checked={side === 'theirs'}>
          Take theirs<span class="visually-hidden">: {theirs ?? 'nothing'}</span>
        </Radio>
        <Radio name={name} value="yours" checked={side === 'yours'}>
          Keep yours<span class="visually-hidden">: {yours ?? 'nothing'}</span>
        </Radio>
      </div>
    </fieldset>
  );
};

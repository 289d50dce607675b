import type { FC } from 'hono/jsx';
import type { MappingVersionSummary } from '../../../store/mapping/reader.ts';
import { Diff } from '../../frame/diff.tsx';
import { Icon } from '../../frame/icons.tsx';
import { Time } from '../../frame/time.tsx';
import { type MappingForm, versionSeen } from './fields.ts';
import { defaultSide, type FormDifference } from './merge.ts';

/** Another admin saved a version after this one opened the form. */
export interface SaveConflict {
  /** The version in force. */
  theirs: MappingVersionSummary;
  differences: readonly FormDifference[];
}

const CHANGED_BY: Record<FormDifference['by'], string> = {
  them: 'changed by them',
  you: 'changed by you',
  both: 'changed by both',
};

export const ConflictForm: FC<{
  action: string;
  back: string;
  form: MappingForm;
  conflict: SaveConflict;
  now: number;
}> = ({ action, back, form, conflict: { theirs, differences }, now }) => {
  // What the second one saw when they began.
  const base = versionSeen(form);
  const { version, createdBy, createdAt, note } = theirs;
  return (
    <form
      class="conflict"
      method="post"
      action={action}
      hx-post={action}
      hx-target="#mapping"
      hx-swap="outerHTML"
      hx-push-url="false"
    >
      <div class="notice notice-held" role="alert">
        <Icon name="alert" />
        <div>
          <p>
            {createdBy} saved version {version} <Time at={createdAt} now={now} />, after you had opened{' '}
            {base === 0 ? 'the empty form' : `version ${base}`}. Nothing of yours is saved yet, and nothing of it is
            lost.
          </p>
          {note && <p>Their note: {note}</p>}
        </div>
      </div>
      {Object.entries(form)
        .filter(([name]) => name !== 'act' && name !== 'base' && name !== 'version' && !name.startsWith('take:'))
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
        <a class="button" href={back}>
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
        <label class="tick">
          <input type="radio" name={name} value="theirs" checked={side === 'theirs'} />
          <span>
            Take theirs<span class="visually-hidden">: {theirs ?? 'nothing'}</span>
          </span>
        </label>
        <label class="tick">
          <input type="radio" name={name} value="yours" checked={side === 'yours'} />
          <span>
            Keep yours<span class="visually-hidden">: {yours ?? 'nothing'}</span>
          </span>
        </label>
      </div>
    </fieldset>
  );
};

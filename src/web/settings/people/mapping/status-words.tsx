import type { FC } from 'hono/jsx';
import { AddButton, RowButton, Wrong, wrongAt } from './attribute.tsx';
import type { StatusWord } from './form.ts';
import type { Problems } from './problems.ts';

const STATUSES = [
  ['active', 'Active'],
  ['on_leave', 'On leave'],
  ['terminated', 'Terminated'],
] as const;

const TABLE = 'standard.status.values';

/** The value table of the status: what each word of the data source means. */
export const StatusWords: FC<{ rows: readonly StatusWord[]; problems: Problems }> = ({ rows, problems }) => (
  <fieldset class="words" id={TABLE} aria-describedby={`${TABLE}-hint`}>
    <legend>What the words of the data source mean</legend>
    <p class="field-hint" id={`${TABLE}-hint`}>
      {rows.length === 0
        ? 'Without rows the usual words are understood: active, a, true, 1; on leave, leave; terminated, inactive, t, false, 0. With rows, only they are.'
        : 'Upper and lower case are the same. A word that is not here fails its person, and never ends access.'}
    </p>
    <Wrong name={TABLE} problems={problems} />
    {rows.map(({ word, status }, at) => (
      <StatusRow at={at} word={word} status={status} problems={problems} />
    ))}
    <AddButton act="add-status" label="Add a word" />
  </fieldset>
);

const StatusRow: FC<StatusWord & { at: number; problems: Problems }> = ({ at, word, status, problems }) => {
  const name = `${TABLE}[${at}]`;
  return (
    <div class="words-row">
      <input
        class="input"
        id={`${name}.word`}
        name={`${name}.word`}
        value={word}
        aria-label={`Word ${at + 1}`}
        {...wrongAt(`${name}.word`, problems)}
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
      <Wrong name={`${name}.word`} problems={problems} />
    </div>
  );
};

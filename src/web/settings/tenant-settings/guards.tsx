import type { Child, FC } from 'hono/jsx';
import { GUARD_CODES, type GuardCode } from '../../../domain/sync/guards.ts';
import { formatCount, joinWithAnd } from '../../frame/labels.ts';
import { DEFAULT_GUARDS } from './fields.ts';
import { NumberField, type SettingsFormView } from './settings-form.tsx';

/** @param label what a screen reader calls it, after the name of the guard */
type RenderInput = (number: string, label: string) => Child;

interface GuardText {
  title: string;
  description: string;
  limit(input: RenderInput): Child;
  /** Of the numbers, in the order of the settings. */
  units: readonly string[];
}

const percentAndPeople = (input: RenderInput, of: string): Child => (
  <>
    more than {input('percent', 'percent')} % of {of}, and more than {input('people', 'people')} people
  </>
);

const GUARD_TEXTS: Record<GuardCode, GuardText> = {
  terminations: {
    title: 'Terminations',
    description:
      'Holds terminations, and applies all else, when too many people would lose access within 24 hours. More than half of the active users are always too many.',
    limit: (input) => (
      <>
        more than {input('people', 'people')} people or {input('percent', 'percent')} % of active users, whichever is
        more; always at more than {input('most', 'people at most')} people
      </>
    ),
    units: ['%', ' people', ' people at most'],
  },
  unidentified: {
    title: 'Unidentified records',
    description:
      'Holds terminations when records came without a usable employee ID or e-mail: whoever seems to be gone may be among them.',
    limit: (input) => <>more than {input('more', 'records')} beyond those of the last applied sync</>,
    units: [' records'],
  },
  fewer_records: {
    title: 'Fewer records',
    description: 'Holds everything when the feed is much smaller than it usually is.',
    limit: (input) => <>over {input('percent', 'percent')} % fewer than the median of the last five syncs</>,
    units: ['%'],
  },
  failed: {
    title: 'Failed',
    description: 'Holds everything when too many people could not be processed.',
    limit: (input) => percentAndPeople(input, 'records'),
    units: ['%', ' people'],
  },
  id_conflicts: {
    title: 'ID conflicts',
    description:
      'Holds everything when employee IDs contradict those that are known: the data source may have renumbered its people.',
    limit: (input) => percentAndPeople(input, 'records'),
    units: ['%', ' people'],
  },
  created_or_email_changed: {
    title: 'Created or e-mail changed',
    description:
      'Holds everything when too many people are new or get another e-mail: the feed may be another company’s. Not for the first sync.',
    limit: (input) => percentAndPeople(input, 'active users'),
    units: ['%', ' people'],
  },
  emptied_attribute: {
    title: 'Emptied attribute',
    description:
      'Holds everything when an attribute that most people had would be emptied, or an expression finds nothing in any record.',
    limit: (input) => (
      <>
        filled for over {input('percent', 'percent of users before')} % of users before, and now for less than{' '}
        {input('remaining_percent', 'percent of those now')} % of those
      </>
    ),
    units: ['%', '% of those'],
  },
  role_flips: {
    title: 'Role flips',
    description: 'Holds everything when too many people would change between regular and restricted.',
    limit: (input) => percentAndPeople(input, 'active users'),
    units: ['%', ' people'],
  },
};

const describeDefault = (code: GuardCode): string =>
  joinWithAnd(
    Object.values(DEFAULT_GUARDS[code]).map(
      (value, index) => `${formatCount(value)}${GUARD_TEXTS[code].units[index] ?? ''}`,
    ),
  );

export const GuardFields: FC<{ view: SettingsFormView }> = ({ view }) => (
  <>
    {GUARD_CODES.map((code) => {
      const { title, description, limit } = GUARD_TEXTS[code];
      const group = `guards.${code}`;
      const input: RenderInput = (number, label) => (
        <NumberField name={`${group}.${number}`} label={`${title}: ${label}`} group={group} view={view} />
      );
      const [, error] = [...view.errors].find(([name]) => name.startsWith(`${group}.`)) ?? [];
      return (
        <fieldset class="guard">
          <legend>{title}</legend>
          <p class="field-hint">{description}</p>
          <p class="guard-limit">{limit(input)}</p>
          {error && (
            <p class="field-error" id={`${group}-error`}>
              {error}
            </p>
          )}
          <p class="field-hint">Default: {describeDefault(code)}</p>
        </fieldset>
      );
    })}
  </>
);

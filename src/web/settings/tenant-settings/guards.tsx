import type { Child, FC } from 'hono/jsx';
import { formatCount, joinWithAnd } from '../../frame/labels.ts';
import { DEFAULT_GUARDS, type GuardCode } from './fields.ts';
import { NumberField, type SettingsFormView } from './settings-form.tsx';

type ShowField = (name: string, label: string) => Child;

interface GuardText {
  name: string;
  does: string;
  /** The limit as a sentence with its inputs inside. */
  limit(field: ShowField): Child;
  units: readonly string[];
}

const percentAndPeople = (field: ShowField, of: string): Child => (
  <>
    more than {field('percent', 'percent')} % of {of}, and more than {field('people', 'people')} people
  </>
);

const GUARD_TEXTS: Record<GuardCode, GuardText> = {
  terminations: {
    name: 'Terminations',
    does: 'Holds terminations, and applies all else, when too many people would lose access within 24 hours. More than half of the active users are always too many.',
    limit: (field) => (
      <>
        more than {field('people', 'people')} people or {field('percent', 'percent')} % of active users, whichever is
        more; always at more than {field('most', 'people at most')} people
      </>
    ),
    units: ['%', ' people', ' people at most'],
  },
  unidentified: {
    name: 'Unidentified records',
    does: 'Holds terminations when records came without a usable employee ID or e-mail: whoever seems to be gone may be among them.',
    limit: (field) => <>more than {field('more', 'records')} beyond those of the last applied sync</>,
    units: [' records'],
  },
  fewer_records: {
    name: 'Fewer records',
    does: 'Holds everything when the feed is much smaller than it usually is.',
    limit: (field) => <>over {field('percent', 'percent')} % fewer than the median of the last five syncs</>,
    units: ['%'],
  },
  failed: {
    name: 'Failed',
    does: 'Holds everything when too many people could not be processed.',
    limit: (field) => percentAndPeople(field, 'records'),
    units: ['%', ' people'],
  },
  id_conflicts: {
    name: 'ID conflicts',
    does: 'Holds everything when employee IDs contradict those that are known: the data source may have renumbered its people.',
    limit: (field) => percentAndPeople(field, 'records'),
    units: ['%', ' people'],
  },
  created_or_email_changed: {
    name: 'Created or e-mail changed',
    does: 'Holds everything when too many people are new or get another e-mail: the feed may be another company’s. Not for the first sync.',
    limit: (field) => percentAndPeople(field, 'active users'),
    units: ['%', ' people'],
  },
  emptied_attribute: {
    name: 'Emptied attribute',
    does: 'Holds everything when an attribute that most people had would be emptied, or an expression finds nothing in any record.',
    limit: (field) => (
      <>
        filled for over {field('percent', 'percent of users before')} % of users before, and now for less than{' '}
        {field('remaining_percent', 'percent of those now')} % of those
      </>
    ),
    units: ['%', '% of those'],
  },
  role_flips: {
    name: 'Role flips',
    does: 'Holds everything when too many people would change between regular and restricted.',
    limit: (field) => percentAndPeople(field, 'active users'),
    units: ['%', ' people'],
  },
};

const describeDefault = (code: GuardCode): string =>
  joinWithAnd(
    Object.values(DEFAULT_GUARDS[code]).map((value, at) => `${formatCount(value)}${GUARD_TEXTS[code].units[at] ?? ''}`),
  );

export const GuardFields: FC<{ view: SettingsFormView }> = ({ view }) => (
  <>
    {GUARD_CODES.map((code) => {
      const { name, does, limit } = GUARD_TEXTS[code];
      const group = `guards.${code}`;
      const field: ShowField = (part, label) => (
        <NumberField name={`${group}.${part}`} label={`${name}: ${label}`} group={group} view={view} />
      );
      const [, error] = [...view.errors].find(([at]) => at.startsWith(`${group}.`)) ?? [];
      return (
        <fieldset class="guard">
          <legend>{name}</legend>
          <p class="field-hint">{does}</p>
          <p class="guard-limit">{limit(field)}</p>
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

const GUARD_CODES: readonly GuardCode[] = [
  'terminations',
  'unidentified',
  'fewer_records',
  'failed',
  'id_conflicts',
  'created_or_email_changed',
  'emptied_attribute',
  'role_flips',
];

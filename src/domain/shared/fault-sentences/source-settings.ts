import type { IssueProblem } from '../../../lib/zod-issue.ts';
import { formatPeople, quoteNames, wrapperLabel } from '../wording.ts';
import { withContext } from './source-context.ts';

const describeNoSinglePerson = ({ wrapper }: { wrapper: string | null }): string =>
  wrapper === null
    ? 'This data source has no URL for a single person. Add one in its settings, or sync everybody.'
    : `${wrapperLabel(wrapper)} cannot fetch a single person. Sync everybody instead.`;

const PERSON_KEYS = { employee_id: 'employee ID', email: 'e-mail address' } as const;
const describeMissingPersonKey = ({ key }: { key: keyof typeof PERSON_KEYS }): string =>
  `The data source is asked for one person by ${PERSON_KEYS[key]}, and this user has none that can be used.`;

type PersonNotFound =
  | { case: 'source' | 'wrapper' | 'no_file' }
  | { case: 'not_in_file' | 'row_not_kept'; sync: number };
function describePersonNotFound(params: PersonNotFound): string {
  switch (params.case) {
    case 'source':
      return 'The data source does not know this person. Nobody was changed or terminated.';
    case 'wrapper':
      return 'The wrapper does not know this person. Nobody was changed or terminated.';
    case 'no_file':
      return 'This data source gives files of everybody, and none of them has been applied yet. Sync everybody first.';
    case 'not_in_file':
      return `This data source gives files of everybody, and the last one that was applied, in sync ${params.sync}, does not have this person. Nobody was changed or terminated.`;
    case 'row_not_kept':
      return `The row of this person in sync ${params.sync} is no longer kept. Sync everybody.`;
  }
}

type PersonAmbiguous = { case: 'source' | 'wrapper'; found: number } | { case: 'file'; found: number; sync: number };
function describeAmbiguousPerson(params: PersonAmbiguous): string {
  switch (params.case) {
    case 'source':
      return `The data source answered with ${params.found} people where one was asked for. Nobody was changed. Check that the single-person URL uses a key that is unique.`;
    case 'wrapper':
      return `The wrapper answered with ${params.found} people where one was asked for. Nobody was changed.`;
    case 'file':
      return `The last applied file, in sync ${params.sync}, has ${params.found} rows that fit. Nobody was changed. Ask with the employee ID.`;
  }
}

/** A wrapper failed: whatever the code, the reason is the message that the wrapper gave. */
type WrapperFailure = { case: 'wrapper'; wrapper: string; records: number; message: string };

export const isWrapperFailure = (params: object): params is WrapperFailure =>
  'case' in params && params.case === 'wrapper' && 'message' in params;

export const describeWrapperFailure = ({ wrapper, records, message }: WrapperFailure): string =>
  `${wrapperLabel(wrapper)} failed after ${formatPeople(records)}: ${endWithPunctuation(message || 'It gave no reason.')}`;

const endWithPunctuation = (words: string): string => (/[.!?…”]$/.test(words) ? words : `${words}.`);

function describeMissingWrapper({ wrapper, available }: { wrapper: string; available: string[] }): string {
  const there =
    available.length === 0
      ? 'This Rollcall has none yet'
      : `There ${available.length === 1 ? 'is' : 'are'} ${quoteNames(available)}`;
  return `There is no wrapper “${wrapper}”. ${there}. See docs/custom-integration.md.`;
}

type UnusableWrapper =
  | { case: 'unusable'; wrapper: string; trouble: string }
  | { case: 'unknown_line'; wrapper: string };
const describeUnusableWrapper = (params: UnusableWrapper): string =>
  params.case === 'unusable'
    ? `${wrapperLabel(params.wrapper)} cannot be used now: ${params.trouble}`
    : `${wrapperLabel(params.wrapper)} says something that Rollcall does not understand.`;

/** A change of settings by which a stored secret would be sent to a new recipient. */
export type RecipientChange =
  | { change: 'url'; to: string }
  | { change: 'server'; to: string }
  | { change: 'owner'; owner: 'user name' | 'client or its token URL' | 'wrapper' };
const describeRecipientChange = (params: RecipientChange): string => {
  switch (params.change) {
    case 'url':
      return `a URL now leads to ${params.to}`;
    case 'server':
      return `the server is now ${params.to}`;
    case 'owner':
      return `the ${params.owner} has changed`;
  }
};
const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const NEVER_SENT = 'and a stored secret is never sent to a new place.';

/** `url` comes with a reason. */
export type OptionProblem = 'missing' | 'string' | 'number' | 'boolean' | 'url';
const describeOptionProblem = (problem: OptionProblem, reason = ''): string =>
  ({
    missing: 'is missing. Enter it.',
    string: 'must be text.',
    number: 'must be a number.',
    boolean: 'must be true or false.',
    url: `cannot be used: ${reason}`,
  })[problem];

export type InvalidSettings =
  /** `issue`: sentence of the schema of the body about the first of its `problems`. */
  | { case: 'issue'; issue: string; problems: IssueProblem[] }
  | { case: 'secret_missing'; secret: string }
  | ({ case: 'secret_again'; secret: string } & RecipientChange)
  | { case: 'passphrase_missing' | 'key_unreadable' }
  | { case: 'unknown_options' | 'unknown_secrets'; wrapper: string; unknown: string[]; known: string[] }
  | { case: 'option'; option: string; description: string; problem: OptionProblem; reason?: string }
  | { case: 'secrets_missing'; secrets: string[]; names: string[] }
  | ({ case: 'secrets_again'; secrets: string[]; names: string[] } & RecipientChange);
function describeInvalidSettings(params: InvalidSettings): string {
  const listSecrets = (secrets: string[], names: string[]) =>
    secrets.map((secret, index) => `${names[index]} (secrets.${secret})`).join(', ');
  switch (params.case) {
    case 'issue':
      return params.issue;
    case 'secret_missing':
      return `The ${params.secret} is missing. Enter it.`;
    case 'secret_again':
      return `Enter the ${params.secret} again: ${describeRecipientChange(params)}, ${NEVER_SENT}`;
    case 'passphrase_missing':
      return 'This private key has a passphrase. Enter it too.';
    case 'key_unreadable':
      return 'The private key cannot be opened. Check the passphrase, or paste the key again.';
    case 'unknown_options': {
      const there = params.known.length === 0 ? 'It takes none.' : `It takes ${quoteNames(params.known)}.`;
      return `${wrapperLabel(params.wrapper)} has no option ${quoteNames(params.unknown)}. ${there}`;
    }
    case 'unknown_secrets': {
      const there = params.known.length === 0 ? 'It needs none.' : `It needs ${quoteNames(params.known)}.`;
      return `${wrapperLabel(params.wrapper)} has no secret ${quoteNames(params.unknown)}. ${there}`;
    }
    case 'option':
      return `The option “${params.option}” (${params.description}) ${describeOptionProblem(params.problem, params.reason)}`;
    case 'secrets_missing':
      return `Missing: ${listSecrets(params.secrets, params.names)}. Enter ${params.secrets.length === 1 ? 'it' : 'them'}.`;
    case 'secrets_again':
      return `Enter these secrets again: ${listSecrets(params.secrets, params.names)}. ${capitalise(describeRecipientChange(params))}, ${NEVER_SENT}`;
  }
}

export const SETTINGS_SENTENCES = {
  single_person_not_configured: describeNoSinglePerson,
  single_person_key_missing: describeMissingPersonKey,
  person_not_found: describePersonNotFound,
  person_ambiguous: describeAmbiguousPerson,
  wrapper_missing: withContext(describeMissingWrapper),
  wrapper_failed: withContext(describeUnusableWrapper),
  invalid_settings: withContext(describeInvalidSettings),
};

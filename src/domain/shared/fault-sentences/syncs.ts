type NoParams = Record<string, never>;

export type NotFoundParams =
  | { what: keyof typeof NOT_FOUND }
  | { what: 'named_table' | 'configured_source' | 'mapping_of_source'; name: string }
  | { what: 'source_kind'; name: string; known: string[] };

const NOT_FOUND = {
  address: 'There is nothing at this address.',
  hidden: 'There is nothing here, or it is not yours to see.',
  user: 'There is no such user.',
  sync: 'There is no such sync.',
  record: 'There is no such user record.',
  table: 'There is no such table.',
  version: 'There is no such version.',
  saved_filter: 'There is no such saved filter.',
  pinned_person: 'There is no such pinned person.',
  notice: 'There is no such notice, or it was dismissed before.',
  token: 'There is no such token, or it had ended before.',
  snapshot: 'There is no complete snapshot of this data source yet.',
  mapping_or_snapshot: 'There is no mapping, or no complete snapshot of this data source yet.',
  snapshot_person: 'There is no such person in a snapshot of this data source. Choose another, or paste a payload.',
  payload_expired: 'This payload is no longer kept.',
  payload_removed: 'The personal data of this user was removed, and this payload with it.',
  payload_of_absent: 'This user was absent from the data source, and no earlier payload of theirs is kept.',
} as const;

function describeNotFound(params: NotFoundParams): string {
  switch (params.what) {
    case 'named_table':
      return `There is no table ${params.name}.`;
    case 'configured_source':
      return `“${params.name}” is not set up.`;
    case 'mapping_of_source':
      return `“${params.name}” has no mapping yet.`;
    case 'source_kind':
      return `“${params.name}” cannot be set up yet. So far there are: ${params.known.join(', ')}.`;
    default:
      return NOT_FOUND[params.what];
  }
}

const STEP_WORK = {
  fetch: 'reading the data source',
  plan: 'planning a chunk of records',
  settle: 'comparing the snapshot with the users',
  leavers: 'finding people whose termination date has passed',
  apply: 'writing to users',
  finish: 'finishing',
  single: 'syncing one person',
} as const;

type StepFailure =
  | { reason: 'dead_letter'; step: keyof typeof STEP_WORK }
  /** `phase`: as stored, the phase in which the sync stopped. */
  | { reason: 'stuck'; phase: string; tries: number };

type Superseded = { reason: 'newer_data' | 'applied'; sync: number } | { reason: 'expired' };

const SOURCE_MISSING = {
  not_set_up: 'This data source is not set up. Enter its settings first.',
  none_enabled: 'No data source is enabled. Set one up and enable it first.',
  none_named: 'No data source is enabled. Name one: ?source=workday.',
} as const;

const MAPPING_MISSING = {
  to_sync: 'This data source has no mapping yet. Say which value of a record is the name and which the e-mail.',
  to_pin: 'Save a mapping first: a pinned person remembers what it makes of them.',
} as const;

function describeSuperseded(params: Superseded): string {
  switch (params.reason) {
    case 'newer_data':
      return `Sync ${params.sync} has newer data, so this plan can no longer be applied. Apply that one, or run a new sync.`;
    case 'applied':
      return `Sync ${params.sync} has applied this plan already. Run a new sync.`;
    case 'expired':
      return 'This plan is more than 24 hours old. Run a new sync.';
  }
}

type VersionConflict =
  | { of: 'mapping'; current: number; seen: number }
  | { of: 'table'; name: string; current: number; seen: number }
  | { of: 'preview' };

function describeVersionConflict(params: VersionConflict): string {
  switch (params.of) {
    case 'mapping':
      return `Version ${params.current} is in force now, not ${params.seen}. Compare the two, and save again on top of it.`;
    case 'table':
      return `Version ${params.current} of ${params.name} is in force now, not ${params.seen}. Look at it, and save again on top of it.`;
    case 'preview':
      return 'You changed the form after this preview, so it was not saved. Look again at what would change, or save it as it is.';
  }
}

/** Some are stored as the reason of a sync. */
export const SYNC_SENTENCES = {
  sync_running: ({ sync }: { sync: number }) => `Sync ${sync} is running. Wait for it to finish, or cancel it.`,
  sync_not_held: ({ sync }: { sync: number }) => `Sync ${sync} is not held.`,
  sync_not_running: ({ sync }: { sync: number }) => `Sync ${sync} is not running.`,
  plan_not_applicable: ({ sync, reason }: { sync: number; reason: 'no_plan' | 'preview' }) =>
    reason === 'preview'
      ? `Sync ${sync} is a preview of a mapping that is not saved, so it cannot be applied. Save the mapping, and run a sync.`
      : `Sync ${sync} has no plan that waits: only a held sync can be approved, and a completed dry run of everybody applied.`,
  plan_superseded: describeSuperseded,
  snapshot_missing: (_: NoParams) =>
    'This data source has no complete snapshot yet to try a mapping on. Run a dry run of everybody first.',
  user_anonymised: (_: NoParams) =>
    'The personal data of this user was removed after the deprovisioning delay. Should they come back, they are created anew.',
  source_missing: ({ reason }: { reason: keyof typeof SOURCE_MISSING }) => SOURCE_MISSING[reason],
  source_disabled: (_: NoParams) =>
    'Files are taken by the data source “CSV over SFTP”, and it is not the one that is enabled. Enable it first; without a host it takes uploads only.',
  source_secrets_lost: (_: NoParams) =>
    'The passwords of this data source cannot be opened: the key that sealed them is gone. Enter them again.',
  fetch_died: ({ restarted }: { restarted: boolean }) =>
    `The download stopped without an answer. Nothing was changed. ${restarted ? 'A fresh sync was started.' : 'Start it again when the data source answers.'}`,
  step_failed: (params: StepFailure) =>
    params.reason === 'dead_letter'
      ? `The sync broke while ${STEP_WORK[params.step]}, and did so at every try. What was applied before stays; start a new sync.`
      : `The sync stopped while ${params.phase} and did not go on after ${params.tries} tries. Start it again.`,
  deadline_passed: (_: NoParams) =>
    'The sync took longer than two hours and was stopped. See its cost and connection log for what was slow.',
  not_found: describeNotFound,
  mapping_missing: ({ reason }: { reason: keyof typeof MAPPING_MISSING }) => MAPPING_MISSING[reason],
  cases_full: ({ max }: { max: number }) => `${max} people are pinned already. Unpin one first.`,
  cases_changed: ({ people }: { people: number }) =>
    `This mapping makes something else of ${people === 1 ? '1 pinned person' : `${people} pinned people`}. Look at what changes, then save it all the same or correct it.`,
  version_conflict: describeVersionConflict,
  table_in_use: ({ table, sources }: { table: string; sources: string[] }) =>
    `The mapping of ${sources.join(' and ')} looks values up in ${table}. Take it out of there first.`,
  name_taken: ({ name }: { name: string }) =>
    `There is one called “${name}” already. Choose another name, or overwrite it.`,
};

import type { RecordErrorCode } from '../../domain/shared/record-error.ts';
import { SOURCE_NAMES } from '../../domain/shared/source-kinds.ts';
import type { Outcome, OutcomeCounts, SkipReason, Trigger } from '../../domain/sync/vocabulary.ts';

export const formatCount = (count: number): string => count.toLocaleString('en-US');

export const countNoun = (count: number, singular: string, plural = `${singular}s`): string =>
  `${formatCount(count)} ${count === 1 ? singular : plural}`;

export const joinWithAnd = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

export const sourceLabel = (kind: string): string =>
  Object.entries(SOURCE_NAMES).find(([key]) => key === kind)?.[1] ?? kind;

/** Shown after the creator of a sync. */
export const TRIGGER_LABELS: Record<Trigger, string> = {
  schedule: 'on schedule',
  manual: 'by hand',
  profile: 'from a profile',
  webhook: 'by webhook',
  scim: 'by SCIM push',
  preview: 'preview of a mapping',
  approval: 'applies a plan',
  undo: 'undoes a sync',
  retry: 'tries again',
};

const SKIP_LABELS: Record<SkipReason, string> = {
  unchanged: 'Nothing to change',
  not_yet_hired: 'The hire date is still to come',
  out_of_scope: 'Outside the scope of the data source',
  no_email: 'No e-mail, and the mapping says to skip such people',
  secondary_row: 'Another row of this person counts',
  newer_data: 'The user changed after this data was fetched',
  override: 'A decision made by hand stands',
  protected: 'Protected: no sync ends their access',
  already_terminated: 'Access had ended before',
};

const ERROR_LABELS: Record<RecordErrorCode, string> = {
  invalid_json: 'Not valid JSON',
  invalid_utf8: 'Not valid text',
  data_removed: 'Personal data removed',
  not_an_object: 'Not a record',
  expression_failed: 'Expression failed',
  expression_budget: 'Expression too costly',
  required_missing: 'Required value missing',
  invalid_email: 'Invalid e-mail',
  invalid_url: 'Invalid URL',
  invalid_date: 'Invalid date',
  invalid_number: 'Invalid number',
  invalid_boolean: 'Invalid boolean',
  invalid_text: 'Invalid text',
  invalid_list: 'Invalid list',
  unknown_status: 'Unknown status',
  invalid_role: 'Invalid role',
  employee_id_conflict: 'Employee ID conflict',
  id_format_changed: 'Employee ID changed its format',
  duplicate_in_feed: 'Several rows of one person',
  email_taken: 'E-mail taken',
  changed_since_plan: 'Changed since the plan',
  termination_date_ignored: 'Termination date ignored',
};
export const errorLabel = (code: RecordErrorCode): string => ERROR_LABELS[code];
export const ERROR_OPTIONS = Object.entries(ERROR_LABELS);

/** Without a full stop; null when the outcome needs no reason. */
export function outcomeReason(record: {
  outcome: Outcome;
  reason: string | null;
  absent: boolean;
  errors: readonly { code: RecordErrorCode }[];
}): string | null {
  const { outcome, reason, absent, errors } = record;
  if (outcome === 'failed') return [...new Set(errors.map(({ code }) => errorLabel(code)))].join(', ') || null;
  const label = Object.entries(SKIP_LABELS).find(([key]) => key === reason)?.[1] ?? reason;
  if (outcome === 'terminated') return label ?? (absent ? 'Absent from the data source' : 'The data source says so');
  if (outcome === 'skipped') return label;
  return reason;
}

export function formatAttribute(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value)) return value.map(String).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Null when applying the plan changes nobody. */
export function planSummary(counts: OutcomeCounts, terminations = true): string | null {
  const parts = [
    counts.created > 0 && `create ${countNoun(counts.created, 'user')}`,
    counts.updated > 0 && `update ${countNoun(counts.updated, 'user')}`,
    counts.restored > 0 && `restore ${countNoun(counts.restored, 'user')}`,
    terminations && counts.terminated > 0 && `end access for ${countNoun(counts.terminated, 'user')}`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? joinWithAnd(parts) : null;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return countNoun(bytes, 'byte');
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${kilo.toFixed(kilo < 10 ? 1 : 0)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}

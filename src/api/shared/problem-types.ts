import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { FaultCode } from '../../domain/shared/fault.ts';

interface ProblemType {
  status: ContentfulStatusCode;
  /** The same for every occurrence, unlike `detail`. */
  title: string;
}

/** HTTP status and title of every fault code. */
export const PROBLEM_TYPES: Record<FaultCode, ProblemType> = {
  invalid_body: { status: 400, title: 'The body cannot be used' },
  invalid_query: { status: 400, title: 'A query parameter cannot be used' },
  invalid_filter: { status: 422, title: 'The filter cannot be used' },
  name_taken: { status: 409, title: 'The name is taken' },
  unauthenticated: { status: 401, title: 'A token is missing' },
  wrong_credentials: { status: 401, title: 'Wrong credentials' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  too_many_attempts: { status: 429, title: 'Too many attempts' },
  already_set_up: { status: 409, title: 'Already set up' },

  invalid_expression: { status: 422, title: 'An expression is not valid' },
  invalid_mapping: { status: 422, title: 'The mapping is not valid' },
  invalid_settings: { status: 422, title: 'The settings cannot work' },
  invalid_table: { status: 422, title: 'The value table is not valid' },
  table_in_use: { status: 409, title: 'A mapping names the value table' },
  mapping_missing: { status: 409, title: 'The data source has no mapping' },
  cases_full: { status: 409, title: 'As many people are pinned as there can be' },
  cases_changed: { status: 409, title: 'Pinned people would come out differently' },
  version_conflict: { status: 409, title: 'Somebody else saved meanwhile' },

  sync_running: { status: 409, title: 'Another sync is running' },
  sync_not_held: { status: 409, title: 'The sync is not held' },
  sync_not_running: { status: 409, title: 'The sync is not running' },
  plan_not_applicable: { status: 409, title: 'There is no plan to apply' },
  plan_superseded: { status: 409, title: 'The plan is out of date' },
  snapshot_missing: { status: 409, title: 'There is no snapshot to look at' },
  user_anonymised: { status: 409, title: 'The personal data of the user was removed' },
  source_missing: { status: 409, title: 'No data source is enabled' },
  source_disabled: { status: 409, title: 'The data source is off' },
  source_secrets_lost: { status: 409, title: 'The secrets of the data source cannot be opened' },

  source_url_invalid: { status: 422, title: 'The URL of the data source is not valid' },
  source_url_private: { status: 422, title: 'The URL of the data source is private' },
  source_unreachable: { status: 502, title: 'The data source cannot be reached' },
  source_refused_credentials: { status: 502, title: 'The data source refused the credentials' },
  source_answered_error: { status: 502, title: 'The data source answered with an error' },
  source_rate_limited: { status: 502, title: 'The data source asks to wait' },
  source_not_json: { status: 502, title: 'The data source did not answer with JSON' },
  source_not_csv: { status: 502, title: 'The data source did not answer with CSV' },
  source_xml: { status: 502, title: 'The data source answered with XML' },
  source_redirects: { status: 502, title: 'The data source redirects' },
  source_stalled: { status: 504, title: 'The data source stopped answering' },
  source_too_large: { status: 502, title: 'The data source sent too much' },
  source_not_ssh: { status: 502, title: 'The data source does not speak SSH' },
  ssh_nothing_in_common: { status: 502, title: 'The data source has no algorithm in common with us' },
  host_key_unconfirmed: { status: 409, title: 'The host key is not confirmed' },
  host_key_changed: { status: 409, title: 'The host key has changed' },
  file_missing: { status: 502, title: 'The file is not there' },
  file_refused: { status: 502, title: 'The file cannot be read' },
  records_not_found: { status: 502, title: 'The answer has no records' },
  feed_empty: { status: 502, title: 'The feed is empty' },
  feed_incomplete: { status: 502, title: 'The feed is incomplete' },
  feed_broken: { status: 502, title: 'The feed is broken' },
  feed_not_utf8: { status: 502, title: 'The feed is not UTF-8' },
  header_mismatch: { status: 502, title: 'The header of the CSV does not fit' },
  paging_broken: { status: 502, title: 'The pages of the data source do not follow each other' },
  paging_limit: { status: 502, title: 'The data source has too many pages' },
  record_too_large: { status: 502, title: 'A record is too large' },
  single_person_not_configured: { status: 409, title: 'Single people cannot be asked for' },
  single_person_key_missing: { status: 409, title: 'The person has no key to ask with' },
  person_not_found: { status: 404, title: 'The data source does not know this person' },
  person_ambiguous: { status: 409, title: 'The data source has several such people' },
  wrapper_missing: { status: 422, title: 'There is no such wrapper' },
  wrapper_failed: { status: 502, title: 'The wrapper failed' },

  fetch_died: { status: 502, title: 'The download stopped' },
  step_failed: { status: 500, title: 'The sync stopped' },
  deadline_passed: { status: 504, title: 'The sync took too long' },
};

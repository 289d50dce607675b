import type { FaultParams } from '../../lib/result.ts';
import { DOOR_SENTENCES } from './fault-sentences/doors.ts';
import { FILTER_SENTENCES } from './fault-sentences/filter.ts';
import { MAPPING_SENTENCES } from './fault-sentences/mapping.ts';
import { CONNECTION_SENTENCES } from './fault-sentences/source-connection.ts';
import { FEED_SENTENCES } from './fault-sentences/source-feed.ts';
import { describeWrapperFailure, isWrapperFailure, SETTINGS_SENTENCES } from './fault-sentences/source-settings.ts';
import { SYNC_SENTENCES } from './fault-sentences/syncs.ts';
import { TABLE_SENTENCES } from './fault-sentences/value-table.ts';

/**
 * Everything that Rollcall can refuse or that can go wrong in a way an admin can act on. The list is closed:
 * each door maps every code to its own form, or does not compile.
 */
export const FAULT_CODES = [
  // at a door
  'invalid_body',
  'invalid_query',
  'invalid_filter',
  'name_taken',
  'unauthenticated',
  'forbidden',
  'not_found',
  'too_many_attempts',
  'wrong_credentials',
  'already_set_up',
  // mapping and settings
  'invalid_expression',
  'invalid_mapping',
  'mapping_missing',
  'cases_full',
  'cases_changed',
  'version_conflict',
  'invalid_settings',
  'invalid_table',
  'table_in_use',
  // acting on a sync
  'sync_running',
  'sync_not_held',
  'sync_not_running',
  'plan_not_applicable',
  'plan_superseded',
  'snapshot_missing',
  'user_anonymised',
  'source_missing',
  'source_disabled',
  'source_secrets_lost',
  // a data source
  'source_url_invalid',
  'source_url_private',
  'source_unreachable',
  'source_refused_credentials',
  'source_answered_error',
  'source_rate_limited',
  'source_not_json',
  'source_not_csv',
  'source_xml',
  'source_redirects',
  'source_stalled',
  'source_too_large',
  'source_not_ssh',
  'ssh_nothing_in_common',
  'host_key_unconfirmed',
  'host_key_changed',
  'file_missing',
  'file_refused',
  'records_not_found',
  'feed_empty',
  'feed_incomplete',
  'feed_broken',
  'feed_not_utf8',
  'header_mismatch',
  'record_too_large',
  'paging_broken',
  'paging_limit',
  'single_person_not_configured',
  'single_person_key_missing',
  'person_not_found',
  'person_ambiguous',
  'wrapper_missing',
  'wrapper_failed',
  // the pipeline
  'fetch_died',
  'step_failed',
  'deadline_passed',
] as const;

export type FaultCode = (typeof FAULT_CODES)[number];

/** A refusal as plain data. `describeFault` turns it into a sentence; nothing reads a sentence to decide. */
export interface Fault {
  code: FaultCode;
  params: FaultParams;
  /** Facts that a door may show beside the sentence: the place of a syntax error, the sync that runs, …. Never a secret. */
  details?: Record<string, string | number | boolean | null | string[]>;
}

const SENTENCES = {
  ...DOOR_SENTENCES,
  ...FILTER_SENTENCES,
  ...MAPPING_SENTENCES,
  ...TABLE_SENTENCES,
  ...SYNC_SENTENCES,
  ...CONNECTION_SENTENCES,
  ...FEED_SENTENCES,
  ...SETTINGS_SENTENCES,
} satisfies Record<FaultCode, (params: never) => string>;

export type FaultParamsOf<Code extends FaultCode> = Parameters<(typeof SENTENCES)[Code]>[0];

export const fault = <Code extends FaultCode>(
  code: Code,
  params: FaultParamsOf<Code>,
  details?: Fault['details'],
): Fault => ({ code, params: { ...(params as FaultParams) }, ...(details && { details }) });

/** The same fault where it ended a full sync: that nobody was changed is what an admin wants to know first. */
export const withNobodyChanged = (original: Fault): Fault => ({
  ...original,
  params: { ...original.params, nobodyChanged: true },
});

export function describeFault({ code, params }: Pick<Fault, 'code' | 'params'>): string {
  const sentences: Record<FaultCode, (params: never) => string> = SENTENCES;
  // The one place where params lose their type: `fault` checked them against this very entry.
  const sentence = isWrapperFailure(params) ? describeWrapperFailure(params) : sentences[code](params as never);
  return params.nobodyChanged === true && !statesNobodyChanged(code, params)
    ? `${sentence} Nobody was changed.`
    : sentence;
}

/** Codes, and cases of them, whose sentence says already that nobody was changed. */
const STATED_BY_SENTENCE: Readonly<Partial<Record<FaultCode, readonly string[] | 'always'>>> = {
  paging_broken: 'always',
  paging_limit: 'always',
  header_mismatch: ['missing'],
  feed_empty: ['answer', 'wrapper_empty'],
  feed_incomplete: ['fewer', 'wrapper_fewer'],
  feed_broken: ['no_person'],
  source_too_large: ['pages', 'records'],
};

function statesNobodyChanged(code: FaultCode, params: FaultParams): boolean {
  const cases = STATED_BY_SENTENCE[code] ?? [];
  if (cases === 'always') return true;
  // A doubt about paging is added behind the sentence, so the end of the sentence is not the end of the text.
  return params.doubtPath === undefined && cases.some((stated) => stated === params.case);
}

import type { FaultParams } from '../../lib/result.ts';
import { DOOR_SENTENCES } from './fault-sentences/doors.ts';
import { FILTER_SENTENCES } from './fault-sentences/filter.ts';
import { MAPPING_SENTENCES } from './fault-sentences/mapping.ts';
import { isWrapperFailure, wrapperFailed } from './fault-sentences/source-settings.ts';
import { SOURCE_SENTENCES, saysNobodyChanged } from './fault-sentences/sources.ts';
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
  // the road itself
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
  ...SOURCE_SENTENCES,
} satisfies Record<FaultCode, (params: never) => string>;

/** What the sentence of a code is made with. */
export type ParamsOf<Code extends FaultCode> = Parameters<(typeof SENTENCES)[Code]>[0];

/** A fault of a code. @param details see `Fault` */
export function fault<Code extends FaultCode>(code: Code, params: ParamsOf<Code>, details?: Fault['details']): Fault {
  const given = { ...(params as FaultParams) };
  return details ? { code, params: given, details } : { code, params: given };
}

/** The same fault where it ended a sync of everybody: that nobody was changed is what an admin wants to know first. */
export const withNobodyChanged = (original: Fault): Fault => ({
  ...original,
  params: { ...original.params, nobodyChanged: true },
});

/** What happened and what to do, in one sentence or two, for people. */
export function describeFault({ code, params }: Pick<Fault, 'code' | 'params'>): string {
  const sentences: Record<FaultCode, (params: never) => string> = SENTENCES;
  // The one place where params lose their type: `fault` checked them against this very entry.
  const sentence = isWrapperFailure(params) ? wrapperFailed(params) : sentences[code](params as never);
  return params.nobodyChanged === true && !saysNobodyChanged(code, params)
    ? `${sentence} Nobody was changed.`
    : sentence;
}

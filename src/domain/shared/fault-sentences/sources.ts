import type { HttpFaultContext } from '../../../lib/http/fault.ts';
import {
  answeredError,
  fileMissing,
  fileRefused,
  hostKeyChanged,
  hostKeyUnconfirmed,
  nothingInCommon,
  notSsh,
  rateLimited,
  redirects,
  refusedCredentials,
  stalled,
  unreachable,
  urlInvalid,
  urlPrivate,
} from './source-connection.ts';
import {
  describePagingDoubt,
  feedBroken,
  feedEmpty,
  feedIncomplete,
  headerMismatch,
  notCsv,
  notJson,
  notUtf8,
  pagingBroken,
  pagingLimit,
  recordsNotFound,
  recordTooLarge,
  tooLarge,
  xmlInstead,
} from './source-feed.ts';
import {
  invalidSettings,
  noSinglePerson,
  personAmbiguous,
  personKeyMissing,
  personNotFound,
  wrapperMissing,
  wrapperUnusable,
} from './source-settings.ts';
import { seconds } from './wording.ts';

/** What is known about a fault beyond where it arose; it is said before or behind the sentence of the code. */
interface SourceFaultContext extends HttpFaultContext {
  /** The page that it is about, when that is not the first. */
  onPage?: number;
  /** It was met while an access token was asked for. */
  forToken?: boolean;
  /** Paging left a doubt too; see `describePagingDoubt`. */
  doubtPath?: string;
  doubtPlaces?: string[];
}

function inContext(sentence: string, context: SourceFaultContext): string {
  const { behindRedirect, longWait, forToken, onPage, doubtPath, doubtPlaces = [] } = context;
  let said = sentence;
  if (behindRedirect) said = `The data source redirects to a place where we do not go. ${said}`;
  if (longWait) said = `${said} It asks to wait ${seconds(longWait)} seconds, longer than a sync waits.`;
  if (forToken) said = `No access token could be had. ${said}`;
  if (onPage) said = `On page ${onPage}: ${said}`;
  return doubtPath ? `${said} ${describePagingDoubt({ path: doubtPath, places: doubtPlaces })}` : said;
}

/** The sentence of a code that may have a context. */
const said =
  <Params extends object>(sentence: (params: Params) => string) =>
  (params: Params & SourceFaultContext): string =>
    inContext(sentence(params), params);

/** What is said of the codes that data sources and their settings answer with. */
export const SOURCE_SENTENCES = {
  source_url_invalid: said(urlInvalid),
  source_url_private: said(urlPrivate),
  source_unreachable: said(unreachable),
  source_refused_credentials: said(refusedCredentials),
  source_answered_error: said(answeredError),
  source_rate_limited: said(rateLimited),
  source_not_json: said(notJson),
  source_not_csv: said(notCsv),
  source_xml: said(xmlInstead),
  source_redirects: said(redirects),
  source_stalled: said(stalled),
  source_too_large: said(tooLarge),
  source_not_ssh: said(notSsh),
  ssh_nothing_in_common: said(nothingInCommon),
  host_key_unconfirmed: said(hostKeyUnconfirmed),
  host_key_changed: said(hostKeyChanged),
  file_missing: said(fileMissing),
  file_refused: said(fileRefused),
  records_not_found: said(recordsNotFound),
  feed_empty: said(feedEmpty),
  feed_incomplete: said(feedIncomplete),
  feed_broken: said(feedBroken),
  feed_not_utf8: said(notUtf8),
  header_mismatch: said(headerMismatch),
  record_too_large: said(recordTooLarge),
  paging_broken: said(pagingBroken),
  paging_limit: said(pagingLimit),
  single_person_not_configured: noSinglePerson,
  single_person_key_missing: personKeyMissing,
  person_not_found: personNotFound,
  person_ambiguous: personAmbiguous,
  wrapper_missing: said(wrapperMissing),
  wrapper_failed: said(wrapperUnusable),
  invalid_settings: said(invalidSettings),
};

/** Codes, and cases of them, whose sentence says itself that nobody was changed. */
const SAYS_SO: Readonly<Record<string, readonly unknown[] | 'always'>> = {
  paging_broken: 'always',
  paging_limit: 'always',
  header_mismatch: ['missing'],
  feed_empty: ['answer', 'wrapper_empty'],
  feed_incomplete: ['fewer', 'wrapper_fewer'],
  feed_broken: ['no_person'],
  source_too_large: ['pages', 'records'],
};

/** @returns whether a sentence of `SOURCE_SENTENCES` ends with nobody having been changed. */
export function saysNobodyChanged(code: string, params: Readonly<Record<string, unknown>>): boolean {
  const cases = SAYS_SO[code] ?? [];
  return cases === 'always' || (cases.includes(params.case) && params.doubtPath === undefined);
}

import { CONNECTION_SENTENCES } from './source-connection.ts';
import { FEED_SENTENCES } from './source-feed.ts';
import { SETTINGS_SENTENCES } from './source-settings.ts';

/** What is said of the codes that data sources and their settings answer with. */
export const SOURCE_SENTENCES = { ...CONNECTION_SENTENCES, ...FEED_SENTENCES, ...SETTINGS_SENTENCES };

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

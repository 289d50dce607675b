import type { HttpFaultSupplement } from '../../../lib/http/fault.ts';
import { seconds } from './wording.ts';

/** What is known about a fault beyond where it arose; it is said before or behind the sentence of the code. */
interface SourceFaultContext extends HttpFaultSupplement {
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
  let text = sentence;
  if (behindRedirect) text = `The data source redirects to a place where we do not go. ${text}`;
  if (longWait) text = `${text} It asks to wait ${seconds(longWait)} seconds, longer than a sync waits.`;
  if (forToken) text = `No access token could be had. ${text}`;
  if (onPage) text = `On page ${onPage}: ${text}`;
  return doubtPath ? `${text} ${describePagingDoubt({ path: doubtPath, places: doubtPlaces })}` : text;
}

/** The sentence of a code that may have a context. */
export const withContext =
  <Params extends object>(sentence: (params: Params) => string) =>
  (params: Params & SourceFaultContext): string =>
    inContext(sentence(params), params);

/** That a path leads nowhere on the first page, with what is there instead. */
export const nextPageMissing = (path: string, places: readonly string[]): string =>
  `The first page has nothing at “${path}”, where the next one should be named.${
    places.length > 0 ? ` Beside the records there is: ${places.join(', ')}.` : ''
  }`;

/** Why the only page may not have been the only one. @param places paths that stand beside the records */
export const describePagingDoubt = ({ path, places }: { path: string; places: string[] }): string =>
  `${nextPageMissing(path, places)} It was taken for the only page.`;

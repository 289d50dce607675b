import type { HttpFaultSupplement } from '../../../lib/http/fault.ts';
import { toSeconds } from '../wording.ts';

interface SourceFaultContext extends HttpFaultSupplement {
  /** When that is not the first. */
  onPage?: number;
  forToken?: boolean;
  doubtPath?: string;
  doubtPlaces?: string[];
}

function addContext(sentence: string, context: SourceFaultContext): string {
  const { behindRedirect, longWait, forToken, onPage, doubtPath, doubtPlaces = [] } = context;
  let text = sentence;
  if (behindRedirect) text = `The data source redirects to a place where we do not go. ${text}`;
  if (longWait) text = `${text} It asks to wait ${toSeconds(longWait)} seconds, longer than a sync waits.`;
  if (forToken) text = `No access token could be had. ${text}`;
  if (onPage) text = `On page ${onPage}: ${text}`;
  return doubtPath ? `${text} ${describePagingDoubt({ path: doubtPath, places: doubtPlaces })}` : text;
}

export const withContext =
  <Params extends object>(sentence: (params: Params) => string) =>
  (params: Params & SourceFaultContext): string =>
    addContext(sentence(params), params);

/** @param places paths that the first page has beside the records */
export const describeMissingNextPage = (path: string, places: readonly string[]): string =>
  `The first page has nothing at “${path}”, where the next one should be named.${
    places.length > 0 ? ` Beside the records there is: ${places.join(', ')}.` : ''
  }`;

/** Why the only page may not have been the only one. @param places paths that stand beside the records */
export const describePagingDoubt = ({ path, places }: { path: string; places: string[] }): string =>
  `${describeMissingNextPage(path, places)} It was taken for the only page.`;

import type { ServerResponse } from 'node:http';

/** Answers with text of a type. */
export function say(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(body);
}

/** @returns a whole number of a query, or what stands for one that is not there. */
export const number = (text: string | null, otherwise: number): number => {
  const value = text === null || text === '' ? Number.NaN : Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
};

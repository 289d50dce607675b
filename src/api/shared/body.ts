import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { TenantEnv } from '../../auth/actor.ts';
import { isReadRequest } from '../../auth/identify.ts';
import { type Fault, fault } from '../../domain/shared/fault.ts';
import { sendProblem } from './problem.ts';

const MAX_BYTES = 1_000_000;

/** 413, before the body is read to its end. */
export const limitBodySize: MiddlewareHandler<TenantEnv> = bodyLimit({
  maxSize: MAX_BYTES,
  onError: (c) =>
    sendProblem(c, fault('invalid_body', { problem: 'too_large', megabytes: MAX_BYTES / 1e6 }), { status: 413 }),
});

const hasJsonContentType = (c: Context): boolean =>
  /^application\/([a-z-.]+\+)?json\b/i.test(c.req.header('Content-Type') ?? '');

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Later `c.req.json()` cannot fail. */
export const requireValidJson: MiddlewareHandler<TenantEnv> = async (c, next) => {
  if (isReadRequest(c) || !hasJsonContentType(c)) return next();
  const refusal = checkJson(await c.req.arrayBuffer());
  return refusal ? sendProblem(c, refusal) : next();
};

function checkJson(bytes: ArrayBuffer): Fault | null {
  if (bytes.byteLength === 0) return fault('invalid_body', { problem: 'empty' });
  let text: string;
  try {
    text = strictDecoder.decode(bytes);
  } catch {
    return fault('invalid_body', { problem: 'not_utf8' });
  }
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    // V8's message quotes some of the text, which may hold a secret: only the position is passed on.
    const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    return fault('invalid_body', { problem: 'not_json', position: position === undefined ? null : Number(position) });
  }
}

/** For routes whose verb validates the body. @throws HTTPException 415 when its content type is not JSON */
export function readJsonBody(c: Context<TenantEnv>): Promise<unknown> {
  if (!hasJsonContentType(c)) throw new HTTPException(415);
  return c.req.json<unknown>();
}

export const omitKeys = (body: object, omitted: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([key]) => !Object.hasOwn(omitted, key)));

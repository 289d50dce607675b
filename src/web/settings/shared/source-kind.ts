import type { Context } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import { SOURCE_KINDS, type SourceKind } from '../../../domain/shared/source-kinds.ts';
import { notFoundPage } from '../../frame/errors.tsx';
import { type FormFields, readFormFields } from './form-fields.ts';

export const parseSourceKind = (name: string | undefined): SourceKind | undefined =>
  SOURCE_KINDS.find((kind) => kind === name);

type Answer = Response | Promise<Response>;

/** A page about the data source in the query; 404 without one. */
export const withSource =
  (handler: (c: Context<TenantEnv>, source: SourceKind) => Answer) => (c: Context<TenantEnv>) => {
    const source = parseSourceKind(c.req.query('source'));
    return source === undefined ? notFoundPage(c) : handler(c, source);
  };

/** The answer to a form about the data source that it names; 404 without one. */
export const withPostedSource =
  (handler: (c: Context<TenantEnv>, source: SourceKind, typed: FormFields) => Answer) =>
  async (c: Context<TenantEnv>) => {
    const typed = await readFormFields(c);
    const source = parseSourceKind(typed.source);
    return source === undefined ? notFoundPage(c) : handler(c, source, typed);
  };

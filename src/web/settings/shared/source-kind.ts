import type { Context } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import { SOURCE_KINDS, type SourceKind } from '../../../domain/shared/source-kinds.ts';
import { notFoundPage } from '../../frame/errors.tsx';
import { type FormFields, readFormFields } from './form-fields.ts';

export const parseSourceKind = (name: string | undefined): SourceKind | undefined =>
  SOURCE_KINDS.find((kind) => kind === name);

/** 404 when the query names no kind of data source. */
export const withSource =
  (handler: (c: Context<TenantEnv>, source: SourceKind) => Response | Promise<Response>) => (c: Context<TenantEnv>) => {
    const source = parseSourceKind(c.req.query('source'));
    return source === undefined ? notFoundPage(c) : handler(c, source);
  };

/** 404 when the field `source` names no kind of data source. */
export const withPostedSource =
  (handler: (c: Context<TenantEnv>, source: SourceKind, fields: FormFields) => Response | Promise<Response>) =>
  async (c: Context<TenantEnv>) => {
    const fields = await readFormFields(c);
    const source = parseSourceKind(fields.source);
    return source === undefined ? notFoundPage(c) : handler(c, source, fields);
  };

import type { Context } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import { SOURCE_KINDS, type SourceKind } from '../../../domain/shared/source-kinds.ts';
import { notFoundPage } from '../../frame/errors.tsx';
import { type FormFields, readFormFields } from './form-fields.ts';

export const parseSourceKind = (name: string | undefined): SourceKind | undefined =>
  SOURCE_KINDS.find((kind) => kind === name);

/** Handles a request whose query names a data source; 404 when there is none of that kind. */
export const withSource =
  (handler: (c: Context<TenantEnv>, source: SourceKind) => Response | Promise<Response>) => (c: Context<TenantEnv>) => {
    const source = parseSourceKind(c.req.query('source'));
    return source === undefined ? notFoundPage(c) : handler(c, source);
  };

/** Handles a form whose field `source` names a data source; 404 when there is none of that kind. */
export const withPostedSource =
  (handler: (c: Context<TenantEnv>, source: SourceKind, fields: FormFields) => Response | Promise<Response>) =>
  async (c: Context<TenantEnv>) => {
    const fields = await readFormFields(c);
    const source = parseSourceKind(fields.source);
    return source === undefined ? notFoundPage(c) : handler(c, source, fields);
  };

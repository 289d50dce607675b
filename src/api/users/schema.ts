import { z } from '@hono/zod-openapi';
import { USER_STATES } from '../../domain/user/attributes.ts';
import type { User } from '../../store/users/reader.ts';
import { iso, isoOrNull, timestamp } from '../shared/fields.ts';
import { pageQuery } from '../shared/paging.ts';

const attributesSchema = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
  .openapi({ description: 'Only attributes that have a value.', example: { full_name: 'Ada Lovelace', level: 7 } });

export const userSchema = z
  .object({
    id: z.int(),
    full_name: z.string(),
    email: z.string(),
    employee_id: z.string().nullable(),
    attributes: attributesSchema,
    role: z.enum(['regular', 'restricted']),
    state: z.enum(['active', 'terminated']),
    override: z.enum(['terminated', 'restored']).nullable().openapi({ description: 'What an admin did by hand.' }),
    protected: z.boolean().openapi({ description: 'Never terminated by a sync.' }),
    source: z.string().nullable().openapi({ description: 'The data source that owns this user.' }),
    version: z.int(),
    last_sync_id: z.int().nullable(),
    changed_at: timestamp,
    created_at: timestamp,
    terminated_at: timestamp.nullable(),
    legal_hold: z.boolean().openapi({ description: 'Personal data stays, whatever the deprovisioning delay says.' }),
    anonymised_at: timestamp.nullable().openapi({ description: 'When personal data was removed.' }),
  })
  .openapi('User');

export const userProfileSchema = userSchema
  .extend({
    manager: z
      .object({ id: z.int(), full_name: z.string() })
      .nullable()
      .openapi({ description: 'Null when nobody is named, or nobody known by that.' }),
  })
  .openapi('UserProfile');

const WHERE_DESCRIPTION = [
  'A condition as `field:operator:value`, any number of times; all must hold. A field is a standard attribute, `custom.`',
  'and the key of an own one, `role` or `source`. Operators: `is`, `is_not`, `contains`, `one_of` (values parted by `;`),',
  '`before`, `after` (dates), `at_least`, `at_most` (numbers), `empty`, `not_empty`. Text is compared without case, a',
  'manager by name or as given, a list by what it has.',
].join(' ');

const filterQuery = {
  search: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: 'Part of a name, an e-mail (old ones too) or an employee ID.' }),
  state: z.enum(USER_STATES).optional(),
  where: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .openapi({ description: WHERE_DESCRIPTION, example: ['department:is:Sales', 'custom.level:at_least:7'] }),
  segment: z.string().max(80).optional().openapi({ description: 'The name of a saved filter of users; it holds too.' }),
};

export const usersQuery = pageQuery.extend(filterQuery);
export const exportQuery = z.strictObject(filterQuery);

/** In the form of the users page, which `readUserFilter` parses. */
export function userFilterParams({ search, state, where, segment }: z.infer<typeof exportQuery>): URLSearchParams {
  const params = new URLSearchParams();
  if (search) params.set('q', search);
  if (state) params.set('state', state);
  if (segment) params.set('segment', segment);
  for (const condition of [where ?? []].flat()) params.append('where', condition);
  return params;
}

export const serializeUser = (user: User): z.infer<typeof userSchema> => ({
  id: user.id,
  full_name: user.fullName,
  email: user.email,
  employee_id: user.employeeId,
  attributes: user.attributes,
  role: user.role,
  state: user.state,
  override: user.override,
  protected: user.protected,
  source: user.ownerSource,
  version: user.version,
  last_sync_id: user.lastSyncId,
  changed_at: iso(user.changedAt),
  created_at: iso(user.createdAt),
  terminated_at: isoOrNull(user.terminatedAt),
  legal_hold: user.legalHold,
  anonymised_at: isoOrNull(user.anonymisedAt),
});

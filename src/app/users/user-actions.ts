import type { Fault } from '../../domain/shared/fault.ts';
import type { Result } from '../../lib/result.ts';
import type { Tenant } from '../../store/tenants/reader.ts';
import type { User } from '../../store/users/reader.ts';
import { holdUser, overrideUser, protectUser } from './overrides.ts';

export const USER_ACTION_NAMES = ['terminate', 'restore', 'protect', 'unprotect', 'hold', 'release'] as const;
export type UserActionName = (typeof USER_ACTION_NAMES)[number];

type UserAction = (env: Env, tenant: Tenant, userId: number, by: string) => Promise<Result<User, Fault>>;

/** The name is the last segment of the URL at both doors. */
export const USER_ACTIONS: Record<UserActionName, UserAction> = {
  terminate: (env, tenant, id, by) => overrideUser(env, tenant, id, 'terminated', by),
  restore: (env, tenant, id, by) => overrideUser(env, tenant, id, 'restored', by),
  protect: (env, tenant, id, by) => protectUser(env, tenant, id, true, by),
  unprotect: (env, tenant, id, by) => protectUser(env, tenant, id, false, by),
  hold: (env, tenant, id, by) => holdUser(env, tenant, id, true, by),
  release: (env, tenant, id, by) => holdUser(env, tenant, id, false, by),
};

/** The coordinator of a tenant: there is exactly one. */
export const coordinatorOf = (env: Env, tenant: number) => env.COORDINATOR.getByName(`tenant-${tenant}`);

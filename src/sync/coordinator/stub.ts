export const coordinatorOf = (env: Env, tenant: number) => env.COORDINATOR.getByName(`tenant-${tenant}`);

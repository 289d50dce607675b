export default {
  fetch(): Response {
    return new Response('Rollcall');
  },
} satisfies ExportedHandler<Env>;

export { TenantCoordinator } from './syncs/coordinator.ts';

import { DurableObject } from 'cloudflare:workers';

export class TenantCoordinator extends DurableObject<Env> {}

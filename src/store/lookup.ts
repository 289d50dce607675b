/**
 * What a secret presented at a tenant's door turned out to be. Another tenant's secret is told apart from an unknown
 * one, because the doors answer 404 to it; whose it is never leaves the store.
 */
export type Lookup<Value> = { found: 'own'; value: Value } | { found: 'elsewhere' } | { found: 'nothing' };

import { afterAll, vi } from 'vitest';
import { migrated } from './migrated.ts';

await migrated;

// Files share one workerd: what one of them mocked is not there for the next.
afterAll(() => void vi.restoreAllMocks());

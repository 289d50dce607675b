import { and, desc, eq, isNull } from 'drizzle-orm';
import type { StoreScope } from '../scope.ts';
import { notices } from './tables.ts';

/** Every page shows them, so a few are enough. */
const MAX_OPEN_NOTICES = 5;

const { id, kind, subject, message, createdAt } = notices;
const columns = { id, kind, subject, message, createdAt };

export type Notice = Pick<typeof notices.$inferSelect, keyof typeof columns>;

export const noticesReader = ({ db, tenantId }: StoreScope) => ({
  /** Newest first. */
  listOpen: (): Promise<Notice[]> =>
    db
      .select(columns)
      .from(notices)
      .where(and(eq(notices.tenantId, tenantId), isNull(notices.dismissedAt)))
      .orderBy(desc(id))
      .limit(MAX_OPEN_NOTICES),
});

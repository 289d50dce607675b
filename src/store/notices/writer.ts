import { and, eq, isNull } from 'drizzle-orm';
import type { StoreScope } from '../scope.ts';
import { noticesReader } from './reader.ts';
import { type NoticeKind, notices } from './tables.ts';

export const noticesWriter = (scope: StoreScope) => {
  const { db, tenantId } = scope;
  return {
    ...noticesReader(scope),

    /** @returns false when there was a notice of this kind about this subject before, dismissed or not */
    async add(kind: NoticeKind, subject: string, message: string, now: number): Promise<boolean> {
      const { meta } = await db
        .insert(notices)
        .values({ tenantId, kind, subject, message, createdAt: now })
        .onConflictDoNothing({ target: [notices.tenantId, notices.kind, notices.subject] });
      return meta.changes === 1;
    },

    /** @returns false when there is no such notice, or it was dismissed before */
    async dismiss(id: number, by: string, now: number): Promise<boolean> {
      const { meta } = await db
        .update(notices)
        .set({ dismissedAt: now, dismissedBy: by })
        .where(and(eq(notices.tenantId, tenantId), eq(notices.id, id), isNull(notices.dismissedAt)));
      return meta.changes === 1;
    },
  };
};

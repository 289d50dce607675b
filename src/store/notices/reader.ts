import type { StoreScope } from '../scope.ts';

/** What a notice is about. Closed, so that a page knows where to send an admin. */
export type NoticeKind = 'wrapper';

/** Something that admins are told once, until one of them has seen to it. */
export interface Notice {
  id: number;
  kind: NoticeKind;
  subject: string;
  message: string;
  createdAt: number;
}

interface NoticeRow {
  id: number;
  kind: NoticeKind;
  subject: string;
  message: string;
  created_at: number;
}

const MAX_OPEN_NOTICES = 5;

const fromRow = ({ created_at: createdAt, ...row }: NoticeRow): Notice => ({ ...row, createdAt });

/** Notices to the admins of one tenant. */
export const noticesReader = ({ db, tenantId }: StoreScope) => ({
  /** @returns false when this kind of thing was told of this subject before, dismissed or not */
  async tell(kind: NoticeKind, subject: string, message: string, now: number): Promise<boolean> {
    const row = await db.first<{ id: number }>(
      `insert into notices (tenant_id, kind, subject, message, created_at) values (?, ?, ?, ?, ?)
       on conflict (tenant_id, kind, subject) do nothing returning id`,
      tenantId,
      kind,
      subject,
      message,
      now,
    );
    return row !== null;
  },

  /** Those that nobody has dismissed, the newest first; a few, since every page shows them. */
  async open(): Promise<Notice[]> {
    const rows = await db.all<NoticeRow>(
      `select id, kind, subject, message, created_at from notices where tenant_id = ? and dismissed_at is null
       order by id desc limit ${MAX_OPEN_NOTICES}`,
      tenantId,
    );
    return rows.map(fromRow);
  },

  /** @returns false when there is no such notice, or it was dismissed before */
  async dismiss(id: number, by: string, now: number): Promise<boolean> {
    const row = await db.first<{ id: number }>(
      `update notices set dismissed_at = ?, dismissed_by = ? where tenant_id = ? and id = ? and dismissed_at is null
       returning id`,
      now,
      by,
      tenantId,
      id,
    );
    return row !== null;
  },
});

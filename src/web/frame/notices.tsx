import type { FC } from 'hono/jsx';
import type { Notice, NoticeKind } from '../../store/notices.ts';
import type { Tenant } from '../../store/tenants.ts';
import { Icon } from './icons.tsx';

/** Where an admin sees to it. */
const PLACES: Record<NoticeKind, { path: string; word: string }> = {
  wrapper: { path: 'settings/integrations#data-sources', word: 'Data sources' },
};

/** What admins are told once; putting it away puts it away for all of them. */
export const Notices: FC<{ tenant: Tenant; notices: readonly Notice[] }> = ({ tenant, notices }) =>
  notices.length > 0 && (
    <section class="notices" aria-label="Notices">
      {notices.map(({ id, kind, message }) => {
        const action = `/${tenant.slug}/notices/${id}/dismiss`;
        return (
          <form class="notice-line" method="post" action={action} hx-post={action} hx-target="this" hx-swap="delete">
            <p>
              {message} <a href={`/${tenant.slug}/${PLACES[kind].path}`}>{PLACES[kind].word}</a>
            </p>
            <button class="icon-button" type="submit" aria-label="Dismiss this notice">
              <Icon name="cross" />
            </button>
          </form>
        );
      })}
    </section>
  );

import { type Context, Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { decideOrphans, type OrphanPage, readOrphans } from '../../../app/users/decide-orphans.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { isLocalId } from '../../../store/ids.ts';
import type { OrphanDecision, OrphanSelection } from '../../../store/orphans/reader.ts';
import { type FormDialog, redirectTo, renderDialog, SubmitButton } from '../../frame/dialog.tsx';
import { FormError } from '../../frame/fields.tsx';
import { countNoun, sourceLabel } from '../../frame/labels.ts';
import { renderPage } from '../../frame/render.tsx';
import { BreakableEmail, EmptyState, Pagination } from '../../frame/table.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { type Column, DataTable } from '../shared/data-table.tsx';
import { dataSourcesUrl } from '../shared/urls.ts';

const ORPHANS_PER_PAGE = 100;

const idSchema = z.coerce.number().refine(isLocalId);
const idListSchema = z
  .preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(idSchema).max(ORPHANS_PER_PAGE))
  .catch([]);
const decisionSchema = z
  .object({
    fate: z.enum(['end', 'keep']).catch('keep'),
    user: idListSchema,
    all: z.literal('yes').optional().catch(undefined),
  })
  .transform(({ fate, user, all }): { decision: OrphanDecision; selection: OrphanSelection } => ({
    decision: fate,
    selection: all === 'yes' ? 'all' : user,
  }));

export const orphanPages = new Hono<TenantEnv>();

const orphansUrl = (c: Context<TenantEnv>): string => `${dataSourcesUrl(c)}/orphans`;

orphanPages.get('/', async (c) => {
  const after = idSchema.catch(0).parse(c.req.query('after'));
  const found = await readOrphans(c.var.store, after, ORPHANS_PER_PAGE + 1);
  const view = {
    ...found,
    list: found.list.slice(0, ORPHANS_PER_PAGE),
    hasMore: found.list.length > ORPHANS_PER_PAGE,
    after,
    noneSelected: c.req.query('ticked') === 'nobody',
    baseUrl: orphansUrl(c),
    usersUrl: `/${c.var.store.tenant.slug}/users`,
  };
  const context = 'Users who came from a data source that is off, and whom the one in use does not send.';
  return renderPage(c, { title: 'Users left over', section: 'settings', context }, <OrphanList {...view} />);
});

orphanPages.get('/decide', async (c) => {
  const { decision, selection } = decisionSchema.parse({ ...c.req.query(), user: c.req.queries('user') });
  if (selection.length === 0) return c.redirect(`${orphansUrl(c)}?ticked=nobody`, 303);
  const { count } = await readOrphans(c.var.store, 0, 1);
  return renderDialog(c, decideOrphansDialog({ baseUrl: orphansUrl(c), selection, decision, count }));
});

orphanPages.post('/decide', async (c) => {
  const { decision, selection } = decisionSchema.parse(await c.req.parseBody({ all: true }));
  await decideOrphans(c.env, c.var.store.tenant, selection, decision, c.var.actor.label);
  return redirectTo(c, orphansUrl(c));
});

interface OrphanView extends OrphanPage {
  baseUrl: string;
  usersUrl: string;
  after: number;
  hasMore: boolean;
  /** The form was submitted without a selection. */
  noneSelected: boolean;
}

const OrphanList: FC<OrphanView> = (view) => {
  const { baseUrl, usersUrl, list, count, after, hasMore } = view;
  if (list.length === 0 && after === 0) return <NoOrphans {...view} />;
  return (
    <form class="orphans" method="get" action={`${baseUrl}/decide`}>
      {view.noneSelected && <FormError message="Tick the users first, or all of them." />}
      <div class="orphan-bar">
        <label class="orphan-all">
          <input type="checkbox" name="all" value="yes" />
          <span>
            All {countNoun(count.all, 'user')}
            {count.protected > 0 && `, ${countNoun(count.protected, 'protected one', 'protected ones')} among them`}
          </span>
        </label>
        <div class="form-actions">
          <button class="button" type="submit" name="fate" value="keep">
            Keep…
          </button>
          <button class="button button-danger" type="submit" name="fate" value="end">
            End access…
          </button>
        </div>
      </div>
      <DataTable caption="Users left over" columns={columns(usersUrl)} rows={list} />
      <Pagination
        labels={['First', 'Next']}
        newer={after > 0 ? baseUrl : null}
        older={hasMore ? buildUrl(baseUrl, { after: list.at(-1)?.id }) : null}
      />
    </form>
  );
};

const columns = (usersUrl: string): Column<OrphanPage['list'][number]>[] => [
  {
    label: 'Chosen',
    hidden: true,
    cell: ({ id, full_name }) => <input type="checkbox" name="user" value={id} aria-label={full_name} />,
  },
  {
    label: 'Full name',
    class: 'cell-person',
    cell: ({ id, full_name }) => <a href={`${usersUrl}/${id}`}>{full_name}</a>,
  },
  { label: 'Email', class: 'cell-person', cell: ({ email }) => <BreakableEmail text={email} /> },
  { label: 'Employee ID', cell: ({ employee_id }) => employee_id ?? <span class="muted">–</span> },
  { label: 'Came from', cell: ({ owner_source }) => sourceLabel(owner_source) },
  { label: 'Note', cell: (user) => (user.protected ? 'Protected' : <span class="muted">–</span>) },
];

const NoOrphans: FC<OrphanView> = ({ source, known }) => {
  if (source === null)
    return (
      <EmptyState title="No data source is on" icon="users">
        <p>Who is left over is known once one is on and has applied a sync of everybody.</p>
      </EmptyState>
    );
  if (!known)
    return (
      <EmptyState title="Not known yet" icon="users">
        <p>
          {sourceLabel(source)} has not applied a sync of everybody since it was turned on. Who is left over after that
          is listed here.
        </p>
      </EmptyState>
    );
  return (
    <EmptyState title="Nobody is left over" icon="users">
      <p>Every active user comes from {sourceLabel(source)}, or was kept by an admin.</p>
    </EmptyState>
  );
};

interface DecideOrphansView {
  baseUrl: string;
  selection: OrphanSelection;
  decision: OrphanDecision;
  count: { all: number; protected: number };
}

function decideOrphansDialog({ baseUrl, selection, decision, count }: DecideOrphansView): FormDialog {
  const endsAccess = decision === 'end';
  const affected = selection === 'all' ? count.all - (endsAccess ? count.protected : 0) : selection.length;
  const title = endsAccess ? `End access for ${countNoun(affected, 'user')}` : `Keep ${countNoun(affected, 'user')}`;
  return {
    title,
    section: 'settings',
    action: `${baseUrl}/decide`,
    cancelUrl: baseUrl,
    buttons: <SubmitButton danger={endsAccess}>{title}</SubmitButton>,
    body: (
      <>
        <input type="hidden" name="fate" value={decision} />
        {selection === 'all' ? (
          <input type="hidden" name="all" value="yes" />
        ) : (
          selection.map((id) => <input type="hidden" name="user" value={id} />)
        )}
        <p>{endsAccess ? describeEndingAccess(affected) : describeKeeping(affected)}</p>
        {endsAccess && count.protected > 0 && <p>Protected users keep their access and stay listed.</p>}
      </>
    ),
  };
}

const describeEndingAccess = (users: number): string =>
  `This ends access for ${countNoun(users, 'user')} at once, as if by hand on each profile. Nothing is deleted. Should the data source in use send them one day, they are restored.`;

function describeKeeping(users: number): string {
  const [belong, are] = users === 1 ? ['belongs', 'is'] : ['belong', 'are'];
  return `${countNoun(users, 'user stays', 'users stay')} active, ${belong} to no data source, and ${are} not listed here again. A data source that sends them one day takes them over.`;
}

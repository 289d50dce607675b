import { type Context, Hono } from 'hono';
import type { TenantEnv } from '../../../auth/actor.ts';
import { configureSource } from '../../../syncs/sources/configure-source.ts';
import { enableSource } from '../../../syncs/sources/enable-source.ts';
import { testSource } from '../../../syncs/sources/test-source.ts';
import { notFoundPage } from '../../errors/answers.ts';
import { ask, goTo } from '../../frame/dialog.tsx';
import { showPage, showPart, wantsPart } from '../../frame/show.tsx';
import { verbStatus } from '../../frame/words.ts';
import { SourcePage, sourceTitle } from './form/page.tsx';
import { bodyOf, isSwitchedOn, type Opened, openForm, storedState, typedIn, typedState } from './form/read.ts';
import { type FormState, SourceFormPart } from './form/source-form.tsx';
import { orphanPages } from './orphans/routes.tsx';
import { sourceListAt, sourcesAt } from './read.ts';
import { type Switching, switchQuestion } from './switch-question.tsx';
import { TestResult } from './test-result.tsx';

/** `/{tenant}/settings/data-sources`: one page a source, and what is decided about them. */
export const dataSourcePages = new Hono<TenantEnv>();

dataSourcePages.route('/orphans', orphanPages);

const page = (c: Context<TenantEnv>, state: FormState, status: 200 | 422 = 200) =>
  showPage(
    c,
    {
      title: sourceTitle(state.kind),
      section: 'settings',
      context: 'Test it before you save: a test changes nothing.',
    },
    <SourcePage {...state} back={sourceListAt(c)} />,
    status,
  );

/** The whole form again, with what is wrong: in place of the form, wherever the request aimed. */
function refused(c: Context<TenantEnv>, state: FormState) {
  if (!wantsPart(c)) return page(c, state, 422);
  c.header('HX-Retarget', '#source-form');
  c.header('HX-Reswap', 'outerHTML');
  return showPart(c, <SourceFormPart {...state} />, 422);
}

type Acting = (c: Context<TenantEnv>, opened: Opened) => Response | Promise<Response>;
const withForm = (act: Acting) => async (c: Context<TenantEnv>) => {
  const opened = await openForm(c);
  return opened ? act(c, opened) : notFoundPage(c);
};

dataSourcePages.get(
  '/:kind',
  withForm(async (c, opened) => page(c, await storedState(c, opened))),
);

dataSourcePages.post(
  '/:kind/fields',
  withForm(async (c, opened) => {
    const state = typedState(c, opened, await typedIn(c, opened), null);
    return wantsPart(c) ? showPart(c, <SourceFormPart {...state} />) : page(c, state);
  }),
);

dataSourcePages.post(
  '/:kind/test',
  withForm(async (c, opened) => {
    const { store, actor } = c.var;
    const typed = await typedIn(c, opened);
    const tested = await testSource(c.env, store.tenant, opened.kind, bodyOf(opened, typed, false), actor.label);
    const state = typedState(c, opened, typed, tested.ok ? null : tested.fault);
    if (!tested.ok) return refused(c, state);
    const result = <TestResult kind={opened.kind} test={tested.value} action={state.action} />;
    return wantsPart(c) ? showPart(c, result) : page(c, { ...state, test: result });
  }),
);

dataSourcePages.post(
  '/:kind',
  withForm(async (c, opened) => {
    const { store, actor } = c.var;
    const typed = await typedIn(c, opened);
    const inUse = await store.dataSources.enabledPull();
    const switches = isSwitchedOn(typed) && inUse !== null && inUse.kind !== opened.kind;
    const body = bodyOf(opened, typed, isSwitchedOn(typed) && !switches);
    const saved = await configureSource(c.env, store.tenant, opened.kind, body, actor.label);
    if (!saved.ok) return refused(c, typedState(c, opened, typed, saved.fault));
    // Saved but not on yet: the question is asked with nothing left to lose.
    return goTo(c, switches ? `${sourcesAt(c)}/${opened.kind}/enable` : sourceListAt(c));
  }),
);

async function switching(c: Context<TenantEnv>, { kind }: Opened, on: boolean): Promise<Switching> {
  const { dataSources, orphans } = c.var.store;
  const now = await dataSources.enabledPull();
  const other = on && now && now.kind !== kind ? { kind: now.kind, owned: await orphans.ownedBy(now.kind) } : null;
  const action = `${sourcesAt(c)}/${kind}/${on ? 'enable' : 'disable'}`;
  return { kind, on, other, action, back: sourceListAt(c), fault: null };
}

for (const on of [true, false]) {
  const path = `/:kind/${on ? 'enable' : 'disable'}`;
  dataSourcePages.get(
    path,
    withForm(async (c, opened) =>
      opened.source ? ask(c, switchQuestion(await switching(c, opened, on))) : notFoundPage(c),
    ),
  );
  dataSourcePages.post(
    path,
    withForm(async (c, opened) => {
      const switched = await enableSource(c.env, c.var.store.tenant, opened.kind, on, c.var.actor.label);
      if (switched.ok) return goTo(c, sourceListAt(c));
      const question = switchQuestion({ ...(await switching(c, opened, on)), fault: switched.fault });
      return ask(c, question, verbStatus(switched.fault.code));
    }),
  );
}

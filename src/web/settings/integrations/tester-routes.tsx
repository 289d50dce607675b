import { type Context, Hono } from 'hono';
import { readFillRates } from '../../../app/mapping/fill-rates.ts';
import { pinCase, unpinCase } from '../../../app/mapping/pin-case.ts';
import { surveySnapshot } from '../../../app/mapping/survey-snapshot.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { describeFault } from '../../../domain/shared/fault.ts';
import type { SourceKind } from '../../../domain/shared/source-kinds.ts';
import { STANDARD_ATTRIBUTES } from '../../../domain/user/attributes.ts';
import { faultStatus, notFoundPage } from '../../frame/errors.tsx';
import { sourceLabel } from '../../frame/labels.ts';
import { isFragmentRequest, renderFragment, renderPage } from '../../frame/render.tsx';
import { buildUrl } from '../../frame/urls.ts';
import { MappingEditor } from '../mapping/editor.tsx';
import { type FormFields, type MappingForm, mappingBody, parseMappingForm } from '../mapping/fields.ts';
import { applyPresetOrSuggestion } from '../mapping/form-actions.ts';
import { integrationsPath, readFormFields } from '../shared/paths.ts';
import { PinnedCases } from '../tester/panel.tsx';
import { TesterPerson } from '../tester/person.tsx';
import { readTesterPerson, readTesterRequest, subjectRequest, tryExpressions } from '../tester/read.ts';
import { FillRatePartials, FillRateTable, ResultPartials } from '../tester/results.tsx';
import { editorCompletions, FunctionsReference, Suggestions } from '../tester/suggestions.tsx';
import { showIntegrations } from './page.tsx';
import { blankMappingView, parseSourceKind } from './read.ts';

/** `/{tenant}/settings/integrations/try…`: what stands beside the form of a mapping asks and posts. Nothing is saved. */
export const testerPages = new Hono<TenantEnv>();

/** The data source in the address; each of these pages is about one. */
const sourceInQuery = (c: Context<TenantEnv>): SourceKind | undefined => parseSourceKind(c.req.query('source'));

/** Names of the fields that the form has now. */
const expressionNames = ({ custom }: MappingForm): string[] => [
  ...STANDARD_ATTRIBUTES.map(({ key }) => `standard.${key}.expression`),
  ...custom.map((_, at) => `custom[${at}].expression`),
  'restricted_role.expression',
  'include',
  'primary_row',
];

/** Whoever reloads the answer to a form finds the page. */
testerPages.get('/try', (c) => c.redirect(`${integrationsPath(c)}#people`, 303));

testerPages.post('/try', async (c) => {
  const typed = await readFormFields(c);
  const source = parseSourceKind(typed.source);
  if (source === undefined) return notFoundPage(c);
  const request = readTesterRequest(typed);
  const form = applyPresetOrSuggestion(parseMappingForm(typed), typed);
  if (!isFragmentRequest(c)) return showIntegrations(c, { source, mapping: { form }, tester: request });
  if (typed.preset !== undefined) {
    const version = await c.var.store.mappings.current(source);
    return renderFragment(c, <MappingEditor {...blankMappingView(c, source)} version={version} form={form} />);
  }
  const person = await readTesterPerson(c, source, { ...request, q: null }, true);
  const tried = await tryExpressions(c, mappingBody(form), person.subject);
  return renderFragment(
    c,
    <ResultPartials view={{ ...person, ...tried }} names={expressionNames(form)} shown={request.shown} />,
  );
});

testerPages.get('/try/person', async (c) => {
  const source = sourceInQuery(c);
  if (source === undefined) return notFoundPage(c);
  if (!isFragmentRequest(c)) return c.redirect(`${buildUrl(integrationsPath(c), c.req.query())}#people`, 303);
  const person = await readTesterPerson(c, source, readTesterRequest(c.req.query()));
  return renderFragment(c, <TesterPerson {...person} swapped />);
});

testerPages.get('/try/suggestions', async (c) => {
  const source = sourceInQuery(c);
  if (source === undefined) return notFoundPage(c);
  if (!isFragmentRequest(c)) return c.redirect(`${buildUrl(integrationsPath(c), { source, suggest: 1 })}#people`, 303);
  const survey = await surveySnapshot(c.var.store, source);
  return renderFragment(c, <Suggestions survey={survey} at={`${integrationsPath(c)}/try`} />);
});

testerPages.get('/try/words', async (c) => {
  const source = sourceInQuery(c);
  if (source === undefined) return notFoundPage(c);
  return c.json(editorCompletions(await surveySnapshot(c.var.store, source)));
});

testerPages.get('/try/fill', async (c) => {
  const source = sourceInQuery(c);
  if (source === undefined) return notFoundPage(c);
  const rates = await readFillRates(c.env, c.var.store.tenant, source);
  if (isFragmentRequest(c))
    return rates
      ? renderFragment(
          c,
          <FillRatePartials rates={rates} custom={parseMappingForm(c.req.query()).custom.map(({ key }) => key)} />,
        )
      : c.body(null, 204);
  const page = { title: 'How full attributes are', section: 'settings', context: sourceLabel(source) } as const;
  const nothing = <p class="muted">There is no mapping, or no complete snapshot of this data source yet.</p>;
  return renderPage(c, page, rates ? <FillRateTable rates={rates} /> : nothing);
});

testerPages.get('/try/functions', (c) => {
  if (isFragmentRequest(c)) return renderFragment(c, <FunctionsReference />);
  const page = { title: 'Functions', section: 'settings', context: 'What an expression may call.' } as const;
  return renderPage(c, page, <FunctionsReference open />);
});

/** `/{tenant}/settings/integrations/cases…`: people pinned to a mapping. What is typed in the form beside them stays. */
export const pinnedCasePages = new Hono<TenantEnv>();

async function showCases(
  c: Context<TenantEnv>,
  source: SourceKind,
  typed: FormFields,
  problem: string | null = null,
  status: 200 | 404 | 409 | 422 = 200,
) {
  if (!isFragmentRequest(c)) {
    const tester = readTesterRequest(typed);
    return showIntegrations(c, { source, mapping: { form: parseMappingForm(typed) }, tester, problem }, status);
  }
  const cases = await c.var.store.mappingCases.list(source);
  return renderFragment(c, <PinnedCases base={integrationsPath(c)} cases={cases} problem={problem} />, status);
}

pinnedCasePages.get('/cases', (c) => c.redirect(`${integrationsPath(c)}#people`, 303));

pinnedCasePages.post('/cases', async (c) => {
  const typed = await readFormFields(c);
  const source = parseSourceKind(typed.source);
  if (source === undefined) return notFoundPage(c);
  const on = subjectRequest(readTesterRequest(typed));
  const pinned = await pinCase(c.env, c.var.store.tenant, source, on, null, c.var.actor.label);
  if (pinned.ok) return showCases(c, source, typed);
  return showCases(c, source, typed, describeFault(pinned.fault), faultStatus(pinned.fault.code));
});

pinnedCasePages.post('/cases/:id/remove', async (c) => {
  const typed = await readFormFields(c);
  const source = parseSourceKind(typed.source);
  if (source === undefined) return notFoundPage(c);
  // One that somebody else has just removed is gone all the same.
  await unpinCase(c.env, c.var.store.tenant, Number(c.req.param('id')) || 0);
  return showCases(c, source, typed);
});

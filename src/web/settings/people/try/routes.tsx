import { type Context, Hono } from 'hono';
import type { TenantEnv } from '../../../../auth/actor.ts';
import type { SourceKind } from '../../../../domain/sync/words.ts';
import { STANDARD_ATTRIBUTES } from '../../../../domain/user/attributes.ts';
import { fillRates } from '../../../../syncs/mapping/fill-rates.ts';
import { surveySnapshot } from '../../../../syncs/mapping/survey-snapshot.ts';
import { notFoundPage } from '../../../errors/answers.ts';
import { addressOf } from '../../../frame/query.ts';
import { showPage, showPart, wantsPart } from '../../../frame/show.tsx';
import { sourceWord } from '../../../frame/words.ts';
import { showIntegrations } from '../../show.tsx';
import { fieldsOf, integrationsAt } from '../address.ts';
import { bodyOf, type MappingForm, readForm } from '../mapping/form.ts';
import { MappingPart } from '../mapping/mapping.tsx';
import { mappingView, sourceKind } from '../read.ts';
import { filledIn } from '../suggest/fill-in.ts';
import { Suggestions } from '../suggest/suggestions.tsx';
import { FunctionsReference } from './functions.tsx';
import { FillTable, LiveFill, LiveResults } from './live.tsx';
import { TesterPerson } from './person.tsx';
import { readPerson, readTried } from './read.ts';
import { readTesterRequest } from './request.ts';
import { completionWords } from './words.ts';

/** `/{tenant}/settings/integrations/try…`: what stands beside the form of a mapping asks and posts. Nothing is saved. */
export const tryPages = new Hono<TenantEnv>();

/** The data source in the address; each of these pages is about one. */
const namedSource = (c: Context<TenantEnv>): SourceKind | undefined => sourceKind(c.req.query('source'));

/** Names of the fields that the form has now. */
const fieldNames = ({ custom }: MappingForm): string[] => [
  ...STANDARD_ATTRIBUTES.map(({ key }) => `standard.${key}.expression`),
  ...custom.map((_, at) => `custom[${at}].expression`),
  'restricted_role.expression',
  'include',
  'primary_row',
];

/** Whoever reloads the answer to a form finds the page. */
tryPages.get('/try', (c) => c.redirect(`${integrationsAt(c)}#people`, 303));

tryPages.post('/try', async (c) => {
  const typed = await fieldsOf(c);
  const source = sourceKind(typed.source);
  if (source === undefined) return notFoundPage(c);
  const request = readTesterRequest(typed);
  const form = filledIn(readForm(typed), typed);
  if (!wantsPart(c)) return showIntegrations(c, { source, mapping: { form }, tester: request });
  if (typed.preset !== undefined) {
    const version = await c.var.store.mappings.current(source);
    return showPart(c, <MappingPart {...mappingView(c, source)} version={version} form={form} />);
  }
  const person = await readPerson(c, source, { ...request, q: null }, true);
  const tried = await readTried(c, bodyOf(form), person.subject);
  return showPart(c, <LiveResults view={{ ...person, ...tried }} names={fieldNames(form)} shown={request.shown} />);
});

tryPages.get('/try/person', async (c) => {
  const source = namedSource(c);
  if (source === undefined) return notFoundPage(c);
  if (!wantsPart(c)) return c.redirect(`${addressOf(integrationsAt(c), c.req.query())}#people`, 303);
  const person = await readPerson(c, source, readTesterRequest(c.req.query()));
  return showPart(c, <TesterPerson {...person} swapped />);
});

tryPages.get('/try/suggestions', async (c) => {
  const source = namedSource(c);
  if (source === undefined) return notFoundPage(c);
  if (!wantsPart(c)) return c.redirect(`${addressOf(integrationsAt(c), { source, suggest: 1 })}#people`, 303);
  const survey = await surveySnapshot(c.var.store, source);
  return showPart(c, <Suggestions survey={survey} at={`${integrationsAt(c)}/try`} />);
});

tryPages.get('/try/words', async (c) => {
  const source = namedSource(c);
  if (source === undefined) return notFoundPage(c);
  return c.json(completionWords(await surveySnapshot(c.var.store, source)));
});

tryPages.get('/try/fill', async (c) => {
  const source = namedSource(c);
  if (source === undefined) return notFoundPage(c);
  const rates = await fillRates(c.var.store, source);
  if (wantsPart(c))
    return rates
      ? showPart(c, <LiveFill rates={rates} custom={readForm(c.req.query()).custom.map(({ key }) => key)} />)
      : c.body(null, 204);
  const page = { title: 'How full attributes are', section: 'settings', context: sourceWord(source) } as const;
  const nothing = <p class="muted">There is no mapping, or no complete snapshot of this data source yet.</p>;
  return showPage(c, page, rates ? <FillTable rates={rates} /> : nothing);
});

tryPages.get('/try/functions', (c) => {
  if (wantsPart(c)) return showPart(c, <FunctionsReference />);
  const page = { title: 'Functions', section: 'settings', context: 'What an expression may call.' } as const;
  return showPage(c, page, <FunctionsReference open />);
});

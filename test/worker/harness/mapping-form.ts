import type { openWebHarness } from './browser-session.ts';

/** Paths of the page, and of the action of its mapping form. */
export const MAPPING_PAGE = '/settings/integrations';
export const SAVE_MAPPING = `${MAPPING_PAGE}/people`;
export type WebHarness = Awaited<ReturnType<typeof openWebHarness>>;

/** Fields of the mapping form as the page renders it. */
export const openMappingForm = async ({ admin, slug }: WebHarness, query = '') =>
  formFields((await admin.open(MAPPING_PAGE + query)).text, `/${slug}${SAVE_MAPPING}`);
export const currentMapping = async ({ harness }: WebHarness, source = 'http-api') =>
  harness.store.mappings.current(source);

/** Decodes the entities of an HTML attribute. */
const plain = (text: string): string =>
  text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const attributesOf = (tag: string): Record<string, string> =>
  Object.fromEntries(
    [...tag.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, plain(value)]),
  );

/** The fields that a browser would send for the form with this action, without a button. */
export function formFields(html: string, action: string): Record<string, string> {
  const [, form = ''] = html.match(new RegExp(`<form[^>]*action="${action}"[^>]*>([\\s\\S]*?)</form>`)) ?? [];
  const fields: Record<string, string> = {};
  for (const [, tag = ''] of form.matchAll(/<input ([^>]*?)\/?>/g)) {
    const { name, value = 'on', type, checked } = attributesOf(tag);
    if (!name || ((type === 'checkbox' || type === 'radio') && checked === undefined)) continue;
    fields[name] = value;
  }
  for (const [, tag = '', text = ''] of form.matchAll(/<textarea ([^>]*)>([\s\S]*?)<\/textarea>/g)) {
    fields[attributesOf(tag).name ?? ''] = plain(text);
  }
  for (const [, tag = '', options = ''] of form.matchAll(/<select ([^>]*)>([\s\S]*?)<\/select>/g)) {
    const all = [...options.matchAll(/<option ([^>]*)>/g)].map(([, option = '']) => attributesOf(option));
    fields[attributesOf(tag).name ?? ''] = (all.find(({ selected }) => selected !== undefined) ?? all[0])?.value ?? '';
  }
  return fields;
}

/** The error shown at a field, or null. */
export function fieldError(html: string, name: string): string | null {
  const at = html.indexOf(`id="${name}-error"`);
  if (at < 0) return null;
  return plain(html.slice(html.indexOf('>', at) + 1, html.indexOf('</p>', at)).replaceAll(/<[^>]+>/g, '')).trim();
}

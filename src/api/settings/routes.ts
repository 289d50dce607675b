import { z } from '@hono/zod-openapi';
import { saveSettings, tenantSettings } from '../../app/settings/save-settings.ts';
import { nextRuns } from '../../domain/sync/schedule.ts';
import {
  type AllSettings,
  guardSettingsSchema,
  settingsChangeSchema,
  tenantSettingsSchema,
} from '../../domain/sync/settings.ts';
import { iso, timestamp } from '../shared/fields.ts';
import { apiRoute, jsonBody, jsonResponse, newRoutes } from '../shared/openapi.ts';

export const settingsRoutes = newRoutes();

const NEXT_RUNS = 5;

const settingsSchema = z
  .object({
    interval_hours: z.int().nullable().openapi({ description: 'Null: the schedule is off.' }),
    time_zone: z.string().openapi({ example: 'Europe/Oslo' }),
    deprovisioning_delay_days: tenantSettingsSchema.shape.deprovisioning_delay_days
      .unwrap()
      .openapi({ description: 'Null: never.' }),
    access_ends: tenantSettingsSchema.shape.access_ends.unwrap(),
    announced_leavers: tenantSettingsSchema.shape.announced_leavers.unwrap().openapi({
      description: 'So many leavers do not trip the terminations guard, through that day.',
    }),
    export_without: tenantSettingsSchema.shape.export_without.unwrap().openapi({
      description: 'Standard attributes that stay out of the CSV export.',
    }),
    guards: z.object(
      Object.fromEntries(Object.entries(guardSettingsSchema.shape).map(([code, guard]) => [code, guard.unwrap()])),
    ),
    next_runs: z.array(timestamp).openapi({ description: 'When the schedule runs next; empty when it is off.' }),
  })
  .openapi('Settings');

const serializeSettings = (settings: AllSettings) => ({
  ...settings,
  next_runs: nextRuns(settings.interval_hours, Date.now(), NEXT_RUNS).map(iso),
});

/** A response of GET may be sent back: `next_runs` follows from the interval and is ignored. */
const changeSchema = settingsChangeSchema
  .extend({ next_runs: z.array(z.string()).optional() })
  .openapi('SettingsChange', {
    example: { interval_hours: 24, time_zone: 'Europe/Oslo', guards: { terminations: { percent: 5 } } },
  });

const read = apiRoute({
  method: 'get',
  path: '/settings',
  operationId: 'getSettings',
  tags: ['Settings'],
  summary: 'The settings, and when the schedule runs next',
  responses: { 200: jsonResponse(settingsSchema, 'All settings') },
});
settingsRoutes.openapi(read, (c) => c.json(serializeSettings(tenantSettings(c.var.store.tenant)), 200));

const save = apiRoute({
  method: 'put',
  path: '/settings',
  operationId: 'putSettings',
  tags: ['Settings'],
  summary: 'Change settings',
  description:
    'What the body names is replaced; everything else stays as it is, down to the single number of a guard. A sync that ' +
    'runs keeps the settings that it started with.',
  request: { body: jsonBody(changeSchema) },
  responses: { 200: jsonResponse(settingsSchema, 'All settings after the change') },
  faults: ['invalid_body'],
});
settingsRoutes.openapi(save, async (c) => {
  const { next_runs: _, ...change } = c.req.valid('json');
  return c.json(serializeSettings(await saveSettings(c.env, c.var.store.tenant, change, c.var.actor.label)), 200);
});

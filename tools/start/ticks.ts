const QUARTER_HOUR = 15 * 60 * 1000;

/** Local Workers get no cron: posts the tick that the platform would. TICK_MS makes it quicker. */
export function tickCron(app: string): void {
  const url = `${app}/cdn-cgi/local/scheduled?cron=${encodeURIComponent('*/15 * * * *')}`;
  const tick = () =>
    fetch(url, { method: 'POST', signal: AbortSignal.timeout(30_000) }).then((response) => response.body?.cancel());
  // A tick that fails shows in the log of the Worker; the next one comes anyway.
  setInterval(() => tick().catch(() => {}), Number(process.env.TICK_MS ?? QUARTER_HOUR)).unref();
}

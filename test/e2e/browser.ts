import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';

const LIBRARIES = ['', '64', '/x86_64-linux-gnu', '/aarch64-linux-gnu'].flatMap((end) => [
  `/lib${end}`,
  `/usr/lib${end}`,
]);
const hasNss = (): boolean => LIBRARIES.some((folder) => existsSync(join(folder, 'libnss3.so')));

/** Starts the browser that came with `npm ci`, or the one that CHROMIUM names (needed where there is no Linux). */
export async function openBrowser(): Promise<Browser> {
  // Not the package's own flags: --single-process dies with the first context, --disable-web-security hides faults.
  const args = ['--no-sandbox', '--headless=shell'];
  return playwright.launch({ executablePath: process.env.CHROMIUM ?? (await packagedChromium()), args });
}

/** Unpacks the browser that came with `npm ci`, unless it was before. @returns where it is */
export async function packagedChromium(): Promise<string> {
  const bare = !hasNss();
  // Makes the package use its own copy of the nss libraries; it reads this when it is loaded.
  if (bare) process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';
  const { default: packaged, inflate } = await import('@sparticuz/chromium');
  const path = await packaged.executablePath();
  // A browser unpacked earlier keeps the package from unpacking the libraries.
  if (bare && !existsSync(join(tmpdir(), 'al2023'))) {
    const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
    await inflate(resolve(main, '../../bin/al2023.tar.br'));
  }
  return path;
}

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Rules that depend on colours and sizes; the others depend on the markup alone. */
const BY_LOOK = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'];

/**
 * What axe finds wrong with the page as it is now, one line a fault. Behind an open modal dialog it sees nothing: look
 * before and after opening.
 * @param again the same markup was looked at already, in other colours or another size
 */
export async function accessibilityFaults(page: Page, again = false): Promise<string[]> {
  // Reporting what passed costs most of the time. Legacy mode: no second page for frames, which we do not have.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await (again ? axe.withRules(BY_LOOK) : axe.withTags(STANDARDS)).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

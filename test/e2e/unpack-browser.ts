import { packagedChromium } from './browser.ts';

/** Files run side by side, and the browser that one of them still unpacks cannot be started by another. */
export default async function setup(): Promise<void> {
  if (!process.env.CHROMIUM) await packagedChromium();
}

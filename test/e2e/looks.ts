import type { Page } from 'playwright-core';
import { accessibilityFaults } from './browser.ts';

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

/** Boxes that may scroll sideways. */
const OWN_BOXES = '.code-box, .table-wide';

// As text: the types of a browser are not known here.
const SIDEWAYS = `(() => {
  const nameOf = (element) => element.localName + '.' + element.className;
  const wide = (element) => element.scrollWidth > element.clientWidth + 1;
  const faults = wide(document.documentElement) ? ['the page is ' + document.documentElement.scrollWidth + ' px wide'] : [];
  for (const element of document.querySelectorAll('body *')) {
    const { overflowX, position } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (box.width === 0 || element.closest('${OWN_BOXES}')) continue;
    if (/auto|scroll/.test(overflowX) && wide(element)) faults.push(nameOf(element) + ' scrolls sideways');
    // A fixed element does not widen the page; it is cut off.
    if (position === 'fixed' && (box.left < -1 || box.right > innerWidth + 1)) faults.push(nameOf(element) + ' is cut off');
  }
  return faults;
})()`;

/** What overflows sideways, one line each: the page, a dialog, the drawer, a box in them. */
export const overflowFaults = (page: Page): Promise<string[]> => page.evaluate<string[]>(SIDEWAYS);

/**
 * What is wrong with a page as it stands: in light on a desk, and in dark on a phone. So each look is at other colours
 * and another width at once: looks are what the time of these tests goes into.
 */
export async function visualFaults(page: Page): Promise<string[]> {
  const say = (how: string) => (fault: string) => `${how}: ${fault}`;
  const wide = [...(await accessibilityFaults(page)), ...(await overflowFaults(page))];
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize(NARROW);
  const narrow = [...(await accessibilityFaults(page, true)), ...(await overflowFaults(page))];
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(WIDE);
  return [...wide.map(say('light, 1280 px')), ...narrow.map(say('dark, 390 px'))];
}

import type { ElementHandle, Page } from 'puppeteer';
import { withDeadline } from './with-deadline.ts';

/**
 * Presses the buttons that close what lies in front of an image: tours, greetings, notices. The element itself is
 * pressed, not a place on the screen, so that nothing behind it is hit.
 */
export async function dismissOverlays(
  page: Page,
  selectors: readonly string[],
  answerMs: number,
): Promise<void> {
  for (const selector of selectors) {
    await withDeadline(pressFirst(page, selector), answerMs);
  }
}

async function pressFirst(page: Page, selector: string): Promise<void> {
  const element: ElementHandle | null = await page.$(selector);
  if (element === null) return;
  try {
    if (await element.isVisible()) await element.evaluate(press);
  } finally {
    await element.dispose();
  }
}

/** Runs in the page. */
function press(element: unknown): void {
  if (typeof element !== 'object' || element === null || !('click' in element)) return;
  if (typeof element.click === 'function') element.click();
}

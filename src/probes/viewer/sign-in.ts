import type { Page } from 'puppeteer';
import type { ViewerStep } from '../../facility/viewer-schema.ts';
import type { ProbeContext } from '../contract.ts';

/** How the log-in steps went; `step` counts from 1. */
export type SignIn =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped'; readonly step: number; readonly what: StepName };

/** What a step does, as the facility file names it. */
export type StepName = 'goto' | 'fill' | 'click' | 'waitFor';

/** What the steps may use. */
export interface SignInOptions {
  readonly steps: readonly ViewerStep[];
  readonly link: (template: string) => string;
  readonly mayType: (url: string) => boolean;
  readonly readSecret: ProbeContext['readSecret'];
  readonly stepMs: number;
  readonly signal: AbortSignal;
}

/**
 * Does the log-in steps in their order; stops at the first that is not possible in time. What is typed reaches the page
 * and nothing else: no error of the browser is kept, since it may quote it.
 * @throws the signal's reason when it aborts; UserError when a secret is not there
 */
export async function signIn(page: Page, options: SignInOptions): Promise<SignIn> {
  for (const [index, step] of options.steps.entries()) {
    options.signal.throwIfAborted();
    // A secret that is missing is the operator's to mend, and has to be told as that.
    const secret = 'from' in step ? await options.readSecret(step.from) : '';
    if (!(await isDone(page, step, secret, options))) {
      options.signal.throwIfAborted();
      return { kind: 'stopped', step: index + 1, what: nameOf(step) };
    }
  }
  return { kind: 'done' };
}

async function isDone(
  page: Page,
  step: ViewerStep,
  secret: string,
  { stepMs, link, mayType }: SignInOptions,
): Promise<boolean> {
  try {
    if ('goto' in step) {
      await page.goto(link(step.goto), { waitUntil: 'domcontentloaded', timeout: stepMs });
      return true;
    }
    if ('waitFor' in step) {
      await page.waitForSelector(step.waitFor, { visible: true, timeout: stepMs });
      return true;
    }
    if ('click' in step) {
      await page.locator(step.click).setTimeout(stepMs).click();
      return true;
    }
    await page.waitForSelector(step.fill, { visible: true, timeout: stepMs });
    if (!mayType(page.url())) return false;
    await page.locator(step.fill).setTimeout(stepMs).fill(secret);
    return true;
  } catch (error) {
    // Whatever the browser objects to, the step could not be done; its words may hold what was typed.
    if (error instanceof Error) return false;
    throw error;
  }
}

function nameOf(step: ViewerStep): StepName {
  if ('goto' in step) return 'goto';
  if ('fill' in step) return 'fill';
  return 'click' in step ? 'click' : 'waitFor';
}

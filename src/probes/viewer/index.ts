import type { Facility } from '../../facility/schema.ts';
import { desktopViewerKinds, type Viewer, viewerOrigin } from '../../facility/viewer-schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { viewerMessages } from './messages.ts';
import { allowedOrigins, defaultViewerLimits, printableLink, type ViewerTarget } from './target.ts';

/** Reading the recipe and the last look on top of the waits. */
const spareMs = 30_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<ViewerTarget>[] {
  return facility.viewers.map((viewer) => planViewer(viewer, facility.challenge?.folder, language));
}

function planViewer(
  viewer: Viewer,
  challengeFolder: string | undefined,
  language: Language,
): PlannedStep<ViewerTarget> {
  const address = printableLink(viewer.url);
  const words = viewerMessages(language);
  const isProgram = desktopViewerKinds.has(viewer.kind);
  const own = viewerOrigin(viewer.url);
  return {
    probe: 'viewer',
    subjectId: viewer.id,
    subject: `${viewer.id} (${address})`,
    risk: 'observe',
    contacts:
      isProgram || challengeFolder === undefined ? [] : allowedOrigins(viewer).map(contactOf),
    sends: isProgram
      ? words.sendsNothing(address)
      : words.sends({
          address,
          profiles: viewer.profiles,
          others: allowedOrigins(viewer).filter((one) => one !== own),
          steps: viewer.steps.length,
          isSignedIn: viewer.steps.length > 0 || viewer.authorization !== undefined,
          hasChallenge: challengeFolder !== undefined,
          maxMegabytes: defaultViewerLimits.maxBytes / 1024 / 1024,
        }),
    deadlineMs: viewer.profiles.length * longestLookMs(viewer) + spareMs,
    target: { viewer, ...(challengeFolder === undefined ? {} : { challengeFolder }) },
  };
}

function longestLookMs(viewer: Viewer): number {
  const { launchMs, stepMs, answerMs } = defaultViewerLimits;
  return launchMs + viewer.steps.length * stepMs + viewer.waitSeconds * 1000 + 2 * answerMs;
}

function contactOf(origin: string): PlannedStep['contacts'][number] {
  const url = new URL(origin);
  const isTls = url.protocol === 'https:';
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    protocol: isTls ? 'https' : 'http',
  };
}

/**
 * Opens links to the challenge study in a browser, as a doctor would on a desktop, a tablet and a phone, and sees
 * whether its image is really shown.
 */
export const probe: Probe<ViewerTarget> = {
  name: 'viewer',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectViewer } = await import('./collect.ts');
    return collectViewer(target, context);
  },
};

import { searchBrowser } from '../../browser/browser.ts';
import { loadChallenge } from '../../challenge-artefacts/load-challenge.ts';
import { UserError } from '../../errors/user-error.ts';
import type { Attachment } from '../../evidence/evidence.ts';
import type { Viewer, ViewerProfile } from '../../facility/viewer-schema.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import type { ViewerViewRow } from './facts.ts';
import { type ViewerFailure, type ViewerMessages, viewerMessages } from './messages.ts';
import { loadPattern } from './patterns.ts';
import { screens } from './profiles.ts';
import {
  defaultViewerLimits,
  printableLink,
  type ViewerLimits,
  type ViewerTarget,
} from './target.ts';
import { type View, viewOnScreen } from './view-page.ts';

/**
 * Opens one viewer on each of its screens, one after the other.
 *
 * @throws the signal's reason when the run is stopped; UserError for a secret that is not there.
 */
export async function collectViewer(
  { viewer, challengeFolder }: ViewerTarget,
  context: ProbeContext,
  limits: ViewerLimits = defaultViewerLimits,
): Promise<Observation> {
  const words = viewerMessages(context.language);
  const fail = (state: FailedState, code: ViewerFailure): Observation => ({
    state,
    reason: { code, message: words.failure[code](printableLink(viewer.url)) },
  });
  const pattern = await loadPattern(viewer.kind);
  if (pattern.opensIn === 'program') return fail('not-configured', 'needs-program');
  if (challengeFolder === undefined) return fail('not-configured', 'no-challenge');
  const loaded = await loadChallenge(challengeFolder, context);
  if (!loaded.ok) return { state: 'not-configured', reason: loaded.reason };
  const { found } = await searchBrowser();
  if (found === undefined) return fail('not-configured', 'no-browser');

  const rows: ViewerViewRow[] = [];
  const notes: string[] = [];
  const attachments: Attachment[] = [];
  let isSimulated = false;
  for (const profile of viewer.profiles) {
    let view: View;
    try {
      view = await viewOnScreen({
        viewer,
        profile,
        pattern,
        challenge: loaded.challenge,
        found,
        context,
        limits,
      });
    } catch (error) {
      context.signal.throwIfAborted();
      if (error instanceof UserError || !(error instanceof Error)) throw error;
      context.log('viewer-browser-failed', { viewer: viewer.id, profile, error: error.name });
      if (rows.length === 0) return fail('not-configured', 'browser-failed');
      break;
    }
    const unreachable = whyUnreachable(view);
    if (unreachable !== undefined && rows.length === 0) {
      return fail(unreachable.state, unreachable.code);
    }
    isSimulated ||= view.watch.isSimulated();
    rows.push(describeView(viewer, profile, view));
    notes.push(...tellView(profile, view, words, limits));
    if (view.looked.crop !== undefined) {
      attachments.push(
        await context.attach(view.looked.crop, {
          mediaType: 'image/png',
          extension: 'png',
          originalName: `viewer-${viewer.id}-${profile}.png`,
        }),
      );
    }
  }
  if (rows.some(({ profile }) => profile !== 'desktop')) notes.push(words.emulated);
  return {
    state: 'observed',
    facts: { 'viewer.view': rows },
    notes: [...new Set(notes)],
    attachments,
    ...(isSimulated ? { simulated: true } : {}),
  };
}

type FailedState = 'not-configured' | 'unreachable' | 'refused' | 'timed-out';

function whyUnreachable(
  view: View,
): { readonly state: FailedState; readonly code: ViewerFailure } | undefined {
  if (view.opened.kind !== 'failed' && view.receivedBytes > 0) return undefined;
  switch (view.dialError) {
    case undefined:
      return undefined;
    case 'ECONNREFUSED':
      return { state: 'refused', code: 'refused' };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { state: 'unreachable', code: 'name-not-found' };
    case 'ETIMEDOUT':
      return { state: 'timed-out', code: 'no-answer' };
    default:
      // Reset or closed: something answered, and how is in the row.
      return /^E(NET|HOST)/.test(view.dialError)
        ? { state: 'unreachable', code: 'no-answer' }
        : undefined;
  }
}

function describeView(viewer: Viewer, profile: ViewerProfile, view: View): ViewerViewRow {
  const { looked, opened, watch } = view;
  const document = watch.document();
  const reached = new URL(document?.url ?? printableLink(viewer.url).replaceAll(/[{}]/g, ''));
  const { certificateTrusted } = opened;
  return {
    viewer: viewer.id,
    kind: viewer.kind,
    profile,
    vantage: viewer.vantage,
    outcome: looked.outcome,
    signIn: viewer.steps.length > 0 ? 'steps' : viewer.authorization ? 'http' : 'none',
    https: reached.protocol === 'https:',
    ...(document?.tlsVersion === undefined ? {} : { tlsVersion: document.tlsVersion }),
    ...(certificateTrusted === undefined ? {} : { certificateTrusted }),
    ...(document === undefined ? {} : { httpStatus: document.httpStatus }),
    host: reached.host,
    ...(looked.firstImageMs === undefined ? {} : { firstImageMs: looked.firstImageMs }),
    ...(looked.imagePx === undefined ? {} : { imagePx: looked.imagePx }),
    ...(looked.image === undefined ? {} : { series: looked.image.series }),
    viewportWidthPx: screens[profile].widthPx,
    viewportHeightPx: screens[profile].heightPx,
    requests: watch.requests(),
    receivedBytes: view.receivedBytes,
    consoleErrors: watch.consoleErrors(),
    webglAvailable: view.webglAvailable,
    otherHosts: [...view.otherHosts],
    browser: view.browser,
  };
}

function tellView(
  profile: ViewerProfile,
  view: View,
  words: ViewerMessages,
  limits: ViewerLimits,
): string[] {
  const { signedIn, opened, watch } = view;
  const elsewhere = watch.elsewhere();
  const place =
    elsewhere === undefined
      ? []
      : ['host' in elsewhere ? words.elsewhere(elsewhere.host) : words.program(elsewhere.program)];
  return [
    words.outcome(profile, view.looked.outcome),
    ...(signedIn.kind === 'stopped'
      ? [words.stepStopped(profile, signedIn.step, signedIn.what)]
      : []),
    ...(opened.certificateTrusted === false
      ? [words.certificateNotTrusted(opened.kind !== 'failed')]
      : []),
    ...place,
    ...(view.otherHosts.length > 0 ? [words.otherHosts(view.otherHosts)] : []),
    ...(view.isOverLimit ? [words.bytesLimit(Math.round(limits.maxBytes / 1024 / 1024))] : []),
    ...(view.sandboxed ? [] : [words.noSandbox]),
  ];
}

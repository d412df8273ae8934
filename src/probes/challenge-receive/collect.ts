import {
  indexOriginals,
  loadChallenge,
  type Originals,
  withPort,
} from '../../challenge-artefacts/index.ts';
import { PixelCodecs } from '../../pixels/index.ts';
import { STORAGE_SOP_CLASSES, storageContexts } from '../../protocols/dicom/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { type Listening, listenHere } from '../shared/listen-here.ts';
import { describeNothing, describeSender } from './describe-received.ts';
import type { ChallengeReceiveRow } from './facts.ts';
import { receiveMessages } from './messages.ts';
import { openInbox, type StudyInbox } from './received-study.ts';
import { type ReceivePatience, type ReceiveTarget, usualPatience } from './target.ts';
import { waitForStudy } from './wait-for-study.ts';

/** What people add to a study, beside images of the usual modalities. */
const addedClasses = ['11.2', '88.33', '88.34'].map((one) => `1.2.840.10008.5.1.4.1.1.${one}`);

/** Listens for the challenge study; each object of it is compared, every other refused. */
export async function collectReceived(
  target: ReceiveTarget,
  context: ProbeContext,
  patience: ReceivePatience = usualPatience,
): Promise<Observation> {
  const loaded = await loadChallenge(target.folder, context);
  if (!loaded.ok) return { state: 'not-configured', reason: loaded.reason };
  const originals = await indexOriginals(loaded.challenge, context.signal);
  const codecs = new PixelCodecs();
  try {
    const inbox = await openInbox(originals, codecs, target.calledAe, context.signal);
    const listening = await withPort(target.receive, context.signal, () =>
      receive(target, context, patience, originals, inbox),
    );
    if (!listening.ok) {
      const reason = { code: 'cannot-listen', message: listening.problem };
      return { state: 'not-configured', reason };
    }
    return describe(target, context, patience, originals, inbox);
  } finally {
    await codecs.close();
  }
}

async function receive(
  target: ReceiveTarget,
  context: ProbeContext,
  patience: ReceivePatience,
  originals: Originals,
  inbox: StudyInbox,
): Promise<Listening> {
  const { receive: place, calledAe } = target;
  const classes = [...Object.values(STORAGE_SOP_CLASSES).map(({ uid }) => uid), ...addedClasses];
  const activity = { lastAtMs: performance.now(), open: 0 };
  const serving = {
    contexts: storageContexts(classes),
    handlers: {
      store: async (request: Parameters<StudyInbox['handler']>[0]) => {
        activity.open += 1;
        try {
          return await inbox.handler(request);
        } finally {
          activity.open -= 1;
          activity.lastAtMs = performance.now();
        }
      },
    },
    limits: { maxAssociations: 8, maxTotalObjects: 10_000 },
  };
  const listening = await listenHere(place, calledAe, serving, context);
  if (!listening.ok) return listening;
  const { accessionNumber } = originals.challenge.study;
  const where = `${place.host}:${place.port}`;
  context.log('awaiting-person', { step: 'challenge-receive', ms: patience.personMs });
  const what = receiveMessages(context.language).awaits(accessionNumber, where, calledAe);
  const end = context.awaitPerson?.({ what, maxMs: patience.personMs });
  try {
    await waitForStudy(inbox, activity, originals.objects.length, patience, context.signal);
  } finally {
    end?.();
    await listening.server.close();
  }
  return listening;
}

function describe(
  target: ReceiveTarget,
  { language, signal }: ProbeContext,
  { personMs }: ReceivePatience,
  originals: Originals,
  inbox: StudyInbox,
): Observation {
  const words = receiveMessages(language);
  const refusals = inbox.refusals();
  const rows: ChallengeReceiveRow[] = [...inbox.senders].map(([title, sender]) =>
    describeSender(title, sender, refusals, originals, target),
  );
  const isWaiting = rows.length === 0;
  if (isWaiting) rows.push(describeNothing(refusals, originals));
  const foreign = rows[0]?.refusedForeign ?? 0;
  return {
    state: 'observed',
    facts: { 'challenge.receive': rows },
    notes: [
      ...(isWaiting ? [words.nothing(Math.round(personMs / 1000))] : [words.selectionByPerson]),
      ...(foreign > 0 ? [words.foreign(foreign)] : []),
      ...(signal.aborted ? [words.stopped] : []),
    ],
  };
}

import type { Dossier } from '../evidence/dossier.ts';
import { explainWriteError } from '../evidence/dossier.ts';
import type { UnobservedReason } from '../evidence/evidence.ts';
import { type LoadedFacility, loadFacility } from '../facility/load.ts';
import { readSecret } from '../facility/secrets.ts';
import type { Language } from '../locale/language.ts';
import type { RemovalContext } from '../test-study/index.ts';
import type { DrillAnalysis } from './analysis.ts';
import type { Asker } from './answer.ts';
import { chooseEntries, listServices } from './choose-services.ts';
import { type ConcludedStudies, concludeStudies } from './conclude-studies.ts';
import { describeDrill } from './describe-drill.ts';
import { checkPermission, type DrillRequest, readAllowed, usualPatience } from './drill-request.ts';
import type { DrillEnd } from './drill-watch.ts';
import { makeAskers, makeStoringTargets } from './make-askers.ts';
import { announce, tellEnd } from './messages.ts';
import { openDrillDossier } from './open-drill-dossier.ts';
import { judgeAgain, recordDrill } from './record-drill.ts';
import { tellEvent } from './tell-event.ts';
import { chooseStoreInterval, NumberedTestStudy } from './test-study.ts';
import { watchServices } from './watch-services.ts';
import { nameService, tellCode } from './words.ts';

/** What a drill came to. */
export interface DrillOutcome {
  readonly ended: DrillEnd;
  readonly analysis: DrillAnalysis;
  /** What became of each test study. */
  readonly removals: ConcludedStudies['removals'];
  /** Test studies that are not known to be gone. */
  readonly left: number;
  /** Folder of the dossier and id of the record in it. */
  readonly dossier?: string;
  readonly record?: string;
  /** The outcome in words. */
  readonly lines: readonly string[];
}

/** A drill that may begin. */
interface PreparedDrill {
  readonly loaded: LoadedFacility;
  readonly askers: readonly Asker[];
  readonly studies: readonly NumberedTestStudy[];
  readonly timeoutMs: number;
  readonly dossier: Dossier | undefined;
}

/**
 * Watches services while the operator fails a node over by hand; this tool takes nothing down. With test images, sees
 * afterwards that every acknowledged one is still there, and removes them.
 * @throws UserError for a wrong file or flag, or when the drill is not allowed.
 */
export async function runDrill(request: DrillRequest): Promise<DrillOutcome> {
  const folder = request.out ?? request.dossier;
  try {
    return await holdDrill(await prepareDrill(request), request);
  } catch (error) {
    throw folder === undefined ? error : explainWriteError(error, folder, request.language);
  }
}

async function prepareDrill(request: DrillRequest): Promise<PreparedDrill> {
  const { language, note } = request;
  const allowed = readAllowed(request.allow, language);
  const loaded = await loadFacility(request.facilityFile, language);
  const { facility } = loaded;
  const entries = chooseEntries(facility, { nodes: request.nodes, webs: request.webs }, language);
  const services = listServices(entries);
  const storeIntervalMs = chooseStoreInterval(request.intervalMs, request.maxMs);
  const patience = { ...usualPatience, storeIntervalMs, ...request.patience };
  const context = makeContext(loaded, language);
  const targets = allowed.has('active')
    ? await makeStoringTargets(entries, facility, patience.storeMs, context)
    : [];
  const plan = announce(
    {
      ...request,
      ...patience,
      services: services.map(({ service }) => service),
      storing: targets.map(({ node }) => node.id),
      autoForward: facility.testData?.autoForward ?? [],
    },
    language,
  );
  checkPermission(request, allowed, facility, plan);
  const askers = await makeAskers(services, facility, patience.timeoutMs, context);
  const dossier = await openDrillDossier({ ...request, allowed }, entries, language);
  for (const line of plan) note(line);
  const studies = targets.flatMap((target) =>
    dossier === undefined
      ? []
      : new NumberedTestStudy(
          target,
          { ...context, journal: (effect) => dossier.journal(effect) },
          { ...patience, intervalMs: patience.storeIntervalMs },
          request.maxMs,
        ),
  );
  return { loaded, askers, studies, timeoutMs: patience.timeoutMs, dossier };
}

async function holdDrill(drill: PreparedDrill, request: DrillRequest): Promise<DrillOutcome> {
  const { language, note } = request;
  const { dossier, studies, loaded } = drill;
  const { facility } = loaded;
  const startedAt = new Date();
  const watched = await watchServices({
    ...request,
    ...drill,
    allowedWindow: facility.allowedWindow,
    onEvent: (event) =>
      note(`${clock(new Date())}  ${tellEvent(event, request.baselineMs, language)}`),
  });
  note(`${clock(new Date())}  ${tellEnd(watched.ended, language)}`);
  const concluded = await concludeStudies(studies, request.signal.aborted, language, note);
  const failure = watched.failure ?? concluded.failure;
  if (failure) throw failure.error;
  const analysis: DrillAnalysis = { ...watched.analysis, losses: concluded.losses };
  const record =
    dossier &&
    (await recordDrill(dossier, {
      analysis,
      samples: watched.samples,
      startedAt,
      notes: [
        tellEnd(watched.ended, dossier.settings.language),
        ...concluded.tell(dossier.settings.language),
      ],
      simulated: facility.simulated === true || watched.simulated,
      ...(watched.ended === 'no-answer' && {
        noAnswer: explainSilence(analysis, dossier.settings.language),
      }),
    }));
  if (dossier) await judgeAgain(dossier);
  return {
    ended: watched.ended,
    analysis,
    removals: concluded.removals,
    left: concluded.removals.filter(({ state }) => state === 'left').length,
    ...(dossier && { dossier: dossier.folder }),
    ...(record && { record: record.id }),
    lines: [...describeDrill(analysis, language), ...concluded.tell(language)],
  };
}

function explainSilence({ services }: DrillAnalysis, language: Language): UnobservedReason {
  const silent = services.filter(({ samples, failed }) => samples > 0 && samples === failed);
  const told = silent.map(({ service, windows }) => {
    const codes = windows.flatMap((window) => window.codes).map((code) => tellCode(code, language));
    return `${nameService(service)} (${[...new Set(codes)].slice(0, 3).join(', ')})`;
  });
  return {
    code: silent[0]?.windows[0]?.codes[0] ?? 'no-answer',
    message:
      language === 'vi'
        ? `Chưa từng trả lời: ${told.join('; ')}.`
        : `Never answered: ${told.join('; ')}.`,
  };
}

function makeContext({ folder }: LoadedFacility, language: Language): RemovalContext {
  return { language, baseFolder: folder, readSecret: (ref) => readSecret(ref, folder, language) };
}

/** The clock on the wall, to lay beside the operator's own notes. */
function clock(moment: Date): string {
  return [moment.getHours(), moment.getMinutes(), moment.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

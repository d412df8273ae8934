import type { FactTables } from '../evidence/evidence.ts';
import type { DrillLossRow, DrillOutageRow, DrillServiceRow } from '../probes/drill/facts.ts';
import type { LossAnalysis } from './analyse-loss.ts';
import type { DrillAnalysis, ServiceAnalysis } from './analysis.ts';
import { roundMs } from './sample.ts';
import { type DegradedWindow, measureWindow } from './window-tracker.ts';

const mostNumbers = 100;
/** A flapping service may have very many; the picture and the samples have them all. */
const mostWindows = 200;
const mostCodes = 5;

/** The facts of a drill. */
export function layFacts(analysis: DrillAnalysis): FactTables {
  const { services, losses } = analysis;
  return {
    'drill.service': services.map((one) => layService(one, analysis)),
    'drill.outage': services.flatMap((one) =>
      one.windows.slice(0, mostWindows).map((window) => layWindow(window, one, analysis)),
    ),
    ...(losses.length > 0 && { 'drill.loss': losses.map(layLoss) }),
  };
}

function layService(one: ServiceAnalysis, settings: DrillAnalysis): DrillServiceRow {
  const { service, verdict, samples, failed, unsent, windows, nodes } = one;
  const { stableAfterMs, latencyBefore, latencyAfter } = one;
  return {
    service: service.subjectId,
    kind: service.kind,
    verdict,
    samples,
    failed,
    unsent,
    outages: windows.length,
    intervalMs: settings.intervalMs,
    timeoutMs: settings.timeoutMs,
    resolutionMs: settings.resolutionMs,
    baselineMs: settings.baselineMs,
    longestGapMs: roundMs(one.longestGapMs),
    ...(stableAfterMs !== undefined && { stableAfterMs: roundMs(stableAfterMs) }),
    ...(nodes?.changed !== undefined && { nodeChanged: nodes.changed }),
    ...(nodes && {
      nodesBefore: [...nodes.before],
      nodesAfter: [...nodes.after],
      nodesToldBy: nodes.toldBy,
    }),
    ...(latencyBefore && { latencyBeforeMs: toTenths(latencyBefore.medianMs) }),
    ...(latencyAfter && { latencyAfterMs: toTenths(latencyAfter.medianMs) }),
  };
}

function layWindow(
  window: DegradedWindow,
  { service }: ServiceAnalysis,
  { baselineMs }: DrillAnalysis,
): DrillOutageRow {
  const { firstFailMs, samples, failed, cameBack, codes } = window;
  const { lowerMs, upperMs } = measureWindow(window);
  return {
    service: service.subjectId,
    kind: service.kind,
    fromMs: roundMs(firstFailMs),
    inBaseline: firstFailMs < baselineMs,
    lowerMs: roundMs(lowerMs),
    // Until it has come back for good, how long it lasted at most is not known.
    ...(upperMs !== undefined && cameBack && { upperMs: roundMs(upperMs) }),
    samples,
    failed,
    ratio: Math.round((1000 * failed) / samples) / 1000,
    cameBack,
    codes: codes.slice(0, mostCodes),
  };
}

function layLoss({
  node,
  sent,
  acknowledged,
  refused,
  unanswered,
  after,
}: LossAnalysis): DrillLossRow {
  const { lostNumbers, notRetrievedNumbers } = after ?? {};
  return {
    node,
    sent,
    acknowledged,
    refused,
    unanswered,
    ...(after && { foundAfter: after.found }),
    ...(lostNumbers && {
      lost: lostNumbers.length,
      lostNumbers: lostNumbers.slice(0, mostNumbers),
    }),
    ...(after?.retrieved !== undefined && { retrievedAfter: after.retrieved }),
    ...(notRetrievedNumbers && { listedNotRetrieved: notRetrievedNumbers.length }),
  };
}

function toTenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}

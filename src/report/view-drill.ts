import { tellCode, tellNumbers, tellSeconds, tellVerdict } from '../drill/words.ts';
import { isObserved, type ObservedEvidence } from '../evidence/evidence.ts';
import {
  type DrillLossRow,
  type DrillOutageRow,
  type DrillServiceRow,
  drillLossFacts,
  drillOutageFacts,
  drillServiceFacts,
} from '../probes/drill/facts.ts';
import { pictureWords } from './picture-words.ts';
import { drawDrill } from './pictures/draw-drill.ts';
import type { ViewContext } from './view-context.ts';

const mostDrills = 6;
const mostServices = 21;
const mostOutages = 60;
/** Of one service or archive: a picture stays within what a browser draws at once. */
const mostDrawn = 100;
const mostArchives = 7;

const kindNames = { 'c-echo': 'C-ECHO', http: 'HTTP', tcp: 'TCP' } as const;

/** Annex IV: each drill with its picture over time, its services, its outages, and what became of numbered objects. */
export function viewDrills(context: ViewContext) {
  return context.assessment.evidence
    .filter(isObserved)
    .filter(({ facts }) => (facts['drill.service'] ?? []).length > 0)
    .slice(0, mostDrills)
    .flatMap((record, index) => viewDrill(context, record, index));
}

function viewDrill(context: ViewContext, record: ObservedEvidence, index: number) {
  const { language } = context;
  const words = pictureWords(language);
  const services = rowsOf(record, 'drill.service', (row) => drillServiceFacts.row.safeParse(row));
  const outages = rowsOf(record, 'drill.outage', (row) => drillOutageFacts.row.safeParse(row));
  const losses = rowsOf(record, 'drill.loss', (row) => drillLossFacts.row.safeParse(row));
  const [first] = services;
  if (first === undefined) return [];
  const ofService = (service: DrillServiceRow) =>
    outages
      .filter((one) => one.service === service.service && one.kind === service.kind)
      .toSorted((a, b) => a.fromMs - b.fromMs);
  const pictures = drawDrill(
    `picture-drill-${index + 1}`,
    {
      durationMs: record.durationMs,
      baselineMs: first.baselineMs,
      services: services.slice(0, mostServices).map((service) => ({
        name: nameOf(context, service),
        verdict: tellVerdict(service.verdict, language),
        intervalMs: service.intervalMs,
        outages: ofService(service)
          .slice(0, mostDrawn)
          .map((outage) => ({
            fromMs: outage.fromMs,
            lowerMs: outage.lowerMs,
            ...(outage.upperMs !== undefined && { upperMs: outage.upperMs }),
            words: lengthOf(context, outage),
          })),
        ...(service.nodesBefore !== undefined && {
          before: words.nodes(letters(context, service.nodesBefore)),
        }),
        ...(service.nodesAfter !== undefined && {
          after: words.nodes(letters(context, service.nodesAfter)),
        }),
      })),
      objects: losses.slice(0, mostArchives).map((loss) => ({
        name: `C-STORE ${context.clip(loss.node, 60)}`,
        words: tellLoss(context, loss),
        sent: loss.sent,
        lostNumbers: (loss.lostNumbers ?? []).slice(0, mostDrawn),
      })),
    },
    {
      title: words.drillPicture,
      baseline: words.baseline,
      seconds: (ms) => tellSeconds(ms, language),
      count: context.count,
      legend: words.drillLegend,
      objectNumbers: words.objectNumbers,
    },
  );
  const left =
    Math.max(0, services.length - mostServices) + Math.max(0, outages.length - mostOutages);
  return [
    {
      id: record.id,
      title: words.drillTitle(context.clip(record.subject, 200)),
      simulated: record.simulated === true,
      shown: words.drillShown(tellSeconds(first.resolutionMs, language)),
      pictures: pictures.map((picture) => ({ caption: picture.title, picture })),
      services: services.slice(0, mostServices).map((service) => viewService(context, service)),
      outages: outages.slice(0, mostOutages).map((outage) => ({
        service: nameOf(context, outage),
        from: tellSeconds(outage.fromMs, language),
        length: lengthOf(context, outage),
        failed: `${context.count(outage.failed)}/${context.count(outage.samples)}`,
        why: context.clip(outage.codes.map((code) => tellCode(code, language)).join(', '), 160),
        cameBack: outage.cameBack ? words.yes : words.no,
      })),
      losses: losses.slice(0, mostArchives).map((loss) => ({
        node: context.clip(loss.node, 60),
        sent: context.count(loss.sent),
        acknowledged: context.count(loss.acknowledged),
        refused: context.count(loss.refused),
        unanswered: context.count(loss.unanswered),
        found: loss.foundAfter === undefined ? '' : context.count(loss.foundAfter),
        lost: loss.lost === undefined ? '' : context.count(loss.lost),
        numbers: context.clip(tellNumbers(loss.lostNumbers ?? [], 12), 120),
      })),
      more: left > 0 ? words.moreLanes(context.count(left)) : '',
    },
  ];
}

function viewService(context: ViewContext, service: DrillServiceRow) {
  const { language } = context;
  const words = pictureWords(language);
  const { nodeChanged, nodesBefore, nodesAfter, stableAfterMs } = service;
  return {
    name: nameOf(context, service),
    verdict: tellVerdict(service.verdict, language),
    asked: context.count(service.samples),
    failed: context.count(service.failed),
    nodes:
      nodeChanged === undefined
        ? words.unknownNodes
        : nodeChanged
          ? words.changedNodes(
              letters(context, nodesBefore ?? []),
              letters(context, nodesAfter ?? []),
            )
          : words.sameNodes,
    stable: stableAfterMs === undefined ? '' : tellSeconds(stableAfterMs, language),
  };
}

function nameOf(
  context: ViewContext,
  { kind, service }: Pick<DrillServiceRow, 'kind' | 'service'>,
): string {
  return `${kindNames[kind]} ${context.clip(service, 60)}`;
}

function letters(context: ViewContext, nodes: readonly string[]): string {
  return context.clip(nodes.join(', '), 40);
}

function lengthOf(context: ViewContext, { lowerMs, upperMs, cameBack }: DrillOutageRow): string {
  const words = pictureWords(context.language);
  const seconds = (ms: number): string => context.count(ms / 1000);
  return upperMs === undefined || !cameBack
    ? words.atLeast(seconds(lowerMs))
    : words.between(seconds(lowerMs), seconds(upperMs));
}

function tellLoss(context: ViewContext, { acknowledged, sent, lost }: DrillLossRow): string {
  const words = pictureWords(context.language);
  const [some, all] = [context.count(acknowledged), context.count(sent)];
  return lost === undefined
    ? words.objectsUnchecked(some, all)
    : words.objectsTold(some, all, context.count(lost));
}

function rowsOf<Row>(
  record: ObservedEvidence,
  group: string,
  parse: (
    row: unknown,
  ) => { readonly success: true; readonly data: Row } | { readonly success: false },
): readonly Row[] {
  return (record.facts[group] ?? []).slice(0, 1_000).flatMap((row) => {
    const parsed = parse(row);
    return parsed.success ? [parsed.data] : [];
  });
}

import { formatLocalDay } from '../locale/local-time.ts';
import { startHttpSpeedServer } from '../protocols/http-speed/server.ts';
import { startThroughputServer } from '../protocols/iperf3/server.ts';
import { startBalancerStats } from './cluster/start-balancer-stats.ts';
import { type Cluster, startCluster } from './cluster/start-cluster.ts';
import { startPostgresql } from './databases/start-postgresql.ts';
import { startTlsFront } from './dicom/start-tls-front.ts';
import type { SimulatedPorts } from './facility-file.ts';
import { type His, startHis } from './his/start-his.ts';
import { AE_TITLES, LOOPBACK } from './identity.ts';
import { findClosedPort, type RunningService, reservePort } from './listen-on-loopback.ts';
import { startSwitch } from './network/start-switch.ts';
import { Archive } from './pacs/archive.ts';
import { type PacsBehaviour, SOUND_PACS } from './pacs/behaviour.ts';
import { Converter } from './pacs/converter.ts';
import { ProcedureSteps } from './pacs/procedure-steps.ts';
import { SharedCodecs } from './pacs/shared-codecs.ts';
import { makePacsState, type PacsState, startPacs } from './pacs/start-pacs.ts';
import { makeRecentInstances, makeSyntheticInstances } from './pacs/synthetic-studies.ts';
import { startUps } from './power/start-ups.ts';
import { makeMessageHandler } from './ris/handle-message.ts';
import { drawKeyImage } from './ris/key-image.ts';
import { Radiologist } from './ris/radiologist.ts';
import { ResultSender } from './ris/result-sender.ts';
import { startHttpOrders } from './ris/start-http-orders.ts';
import { startOrderPort, startWorklistServer } from './ris/start-ris.ts';
import { makeSyntheticEntries, Worklist } from './ris/worklist.ts';
import type { Scenario } from './scenario.ts';
import { type ImageService, SOUND_IMAGE_SERVICE } from './web/image-service.ts';
import { makeWebCertificates, type WebCertificates } from './web/make-certificates.ts';
import { startWeb, startWebNode } from './web/start-web.ts';

/** What can be seen and done behind the systems' ports while they run. */
export interface BehindTheSystems {
  /** The archive, the known destinations and the performed procedure steps of the PACS. */
  readonly pacs: PacsState;
  /** What a second PACS, the destination of forwarding, has got. */
  readonly secondArchive: Archive;
  /** Where the RIS sends its results. */
  readonly results: ResultSender;
  readonly his: Pick<His, 'messages'>;
  /** Two web nodes and two DICOM nodes, each pair behind a balancer. */
  readonly webNodes: Cluster;
  readonly dicomNodes: Cluster;
}

/** The systems of one simulated hospital, running. */
export interface RunningSystems {
  readonly ports: SimulatedPorts;
  /** PEM of the web server's authority; absent over plain HTTP. */
  readonly ca?: string;
  readonly behind: BehindTheSystems;
  /** Ends all of them; safe to call again. */
  stop(): Promise<void>;
}

const longestTestSeconds = 60;

/**
 * Starts every system of a scenario, side by side. When one cannot start, or the signal fires, those that did are
 * stopped before the error goes on.
 */
export async function startSystems(
  scenario: Scenario,
  now: Date,
  signal: AbortSignal,
): Promise<RunningSystems> {
  const ending = new AbortController();
  const running = AbortSignal.any([signal, ending.signal]);
  const worklist = new Worklist(scenario.worklist);
  for (const entry of makeSyntheticEntries(formatLocalDay(now).replaceAll('-', ''))) {
    worklist.put(entry);
  }
  const results = new ResultSender(running);
  const codecs = new SharedCodecs();
  const archive = new Archive([...makeSyntheticInstances(), ...makeRecentInstances(now)]);
  const radiologist = new Radiologist({
    worklist,
    sender: results,
    behaviour: scenario.ris,
    drawKeyImage: (entry) => drawKeyImage(entry, { archive, codecs }),
    signal: running,
  });
  archive.watch(radiologist.onImage);
  const pacs = makePacsState({
    archive,
    steps: new ProcedureSteps(radiologist.onStepCompleted),
    codecs,
    isOrdered: (image) => worklist.entryOfImage(image) !== undefined,
  });
  const second = makePacsState({ archive: new Archive([]), codecs });
  const starting = startEach(scenario, { worklist, pacs, second }, running);
  const settled = await Promise.allSettled(Object.values(starting));
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async (): Promise<void> => {
    ending.abort();
    await Promise.all(started.map((one) => one.stop()));
    await codecs.close();
  };
  try {
    signal.throwIfAborted();
    const web = await starting.web;
    const his = await starting.his;
    const secondPort = (await starting.secondPacs).port;
    const { port: receivePort } = await starting.receive;
    pacs.destinations.register(AE_TITLES.secondArchive, secondPort);
    pacs.destinations.register(AE_TITLES.assessor, receivePort);
    results.sendTo(his.port);
    const { port: resultsPort } = await starting.results;
    results.sendAlsoTo(resultsPort);
    const ports: SimulatedPorts = {
      pacs: (await starting.pacs).port,
      ...(scenario.pacs.tls === 'none' ? {} : { pacsTls: (await starting.pacsTls).port }),
      secondPacs: secondPort,
      receive: receivePort,
      worklist: (await starting.worklist).port,
      ris: (await starting.ris).port,
      httpOrders: (await starting.httpOrders).port,
      his: his.port,
      results: resultsPort,
      web: web.port,
      webNodes: (await starting.webNodes).port,
      dicomNodes: (await starting.dicomNodes).port,
      balancerStats: (await starting.balancerStats).port,
      database: (await starting.database).port,
      ups: (await starting.ups).port,
      networkSwitch: (await starting.networkSwitch).port,
      throughput: (await starting.throughput).port,
      httpSpeed: (await starting.httpSpeed).port,
      outside: (await starting.outside).port,
    };
    const behind: BehindTheSystems = {
      pacs,
      secondArchive: second.archive,
      results,
      his,
      webNodes: await starting.webNodes,
      dicomNodes: await starting.dicomNodes,
    };
    return { ports, ...(web.ca === undefined ? {} : { ca: web.ca }), behind, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface SharedState {
  readonly worklist: Worklist;
  readonly pacs: PacsState;
  readonly second: PacsState;
}

function startEach(
  scenario: Scenario,
  { worklist, pacs, second }: SharedState,
  signal: AbortSignal,
) {
  const measured = {
    address: LOOPBACK,
    port: 0,
    maxSeconds: longestTestSeconds,
    simulated: true as const,
    allow: [LOOPBACK],
    signal,
  };
  const isRisRunning = scenario.ris.state === 'running';
  const handler = makeMessageHandler(scenario.ris, worklist, [pacs.archive]);
  const startPacsNode = (): Promise<RunningService> =>
    scenario.pacs.state === 'running'
      ? startPacs(scenario.pacs, signal, pacs)
      : startNothing(signal);
  const other = { ...SOUND_PACS, ...OTHER_PACS };
  const images = openImages(scenario.pacs, pacs, scenario.web);
  const otherImages = openImages(other, second, SOUND_IMAGE_SERVICE);
  let made: Promise<WebCertificates> | undefined;
  const certificates = (): Promise<WebCertificates> => {
    made ??= makeWebCertificates(scenario.web.certificate);
    return made;
  };
  const mainPacs = startPacsNode();
  const mode = scenario.balancer.mode === 'standby' ? 'standby' : 'sharing';
  const webNodes = startCluster((node) => startWebNode(node, images, signal), signal, mode);
  const dicomNodes = startCluster(startPacsNode, signal, mode);
  const startStats = async (): Promise<RunningService> =>
    startBalancerStats({ web: await webNodes, dicom: await dicomNodes }, mode, signal);
  const startPacsTls = async (): Promise<RunningService> =>
    scenario.pacs.tls === 'none'
      ? startNothing(signal)
      : startTlsFront(await certificates(), (await mainPacs).port, signal);
  return {
    pacs: mainPacs,
    secondPacs: startPacs(other, signal, second),
    receive: reserve(signal),
    worklist:
      scenario.worklist.state === 'running'
        ? startWorklistServer(worklist, pacs.steps, scenario.worklist, signal)
        : startNothing(signal),
    ris: isRisRunning ? startOrderPort(handler, signal, scenario.ris) : startNothing(signal),
    httpOrders: isRisRunning ? startHttpOrders(handler, signal) : startNothing(signal),
    his: startHis(signal),
    results: reserve(signal),
    pacsTls: startPacsTls(),
    web: startWeb(scenario.web, { images, otherImages }, certificates, signal),
    webNodes,
    dicomNodes,
    balancerStats: startStats(),
    database:
      scenario.database.state === 'running'
        ? startPostgresql(scenario.database, signal)
        : startNothing(signal),
    ups: startUps(scenario.power, signal),
    networkSwitch: startSwitch(scenario.computers, signal, scenario.network),
    throughput: startThroughputServer({ ...measured, ...scenario.lan }).then(closeToStop),
    httpSpeed: startHttpSpeedServer(measured).then(closeToStop),
    outside: startNothing(signal),
  };
}

/** The PACS of another vendor: it has nothing to do with what is wrong at the first. */
const OTHER_PACS = { aeTitle: AE_TITLES.secondArchive, compressedSyntaxes: [] } as const;

/** The DICOMweb service of an archive, which converts and keeps as its DIMSE services do. */
function openImages(
  { conversion, compressedSyntaxes, keeping }: PacsBehaviour,
  { archive, codecs }: PacsState,
  { login, storing, rendering, deleting }: ImageService['behaviour'],
): ImageService {
  return {
    archive,
    keeping,
    converter: new Converter(codecs, conversion, compressedSyntaxes),
    codecs,
    behaviour: { login, storing, rendering, deleting },
  };
}

/** A system that is down has a port on which nothing listens. */
async function startNothing(signal: AbortSignal): Promise<RunningService> {
  return { port: await findClosedPort(signal), stop: async () => undefined };
}

/** Where our own storage server, or our own HIS side, may listen while the hospital runs. */
async function reserve(signal: AbortSignal): Promise<RunningService> {
  return { port: await reservePort(signal), stop: async () => undefined };
}

function closeToStop(server: { readonly port: number; close(): Promise<void> }): RunningService {
  return { port: server.port, stop: () => server.close() };
}

import { type DicomServer, startDicomServer } from '../dicom/dicom-server.ts';
import type { Elements } from '../dicom/read-values.ts';
import {
  type ConvertObject,
  type DicomServices,
  STATUS_OUT_OF_RESOURCES,
  STATUS_PROCESSING_FAILURE,
} from '../dicom/services.ts';
import { AE_TITLES } from '../identity.ts';
import { Archive } from './archive.ts';
import type { PacsBehaviour } from './behaviour.ts';
import { commitLater } from './commit-later.ts';
import { Converter } from './converter.ts';
import { Destinations, openSender } from './destinations.ts';
import { keepObject } from './keep-object.ts';
import { ProcedureSteps } from './procedure-steps.ts';
import { SharedCodecs } from './shared-codecs.ts';
import { listSyntaxes, MESSAGE_CLASSES, NATIVE_SYNTAXES } from './supported-classes.ts';
import { makeSyntheticInstances } from './synthetic-studies.ts';

/** What the PACS keeps and knows; nodes of one PACS share it. */
export interface PacsState {
  readonly archive: Archive;
  readonly destinations: Destinations;
  readonly steps: ProcedureSteps;
  readonly codecs: SharedCodecs;
  /** Whether an image is of an examination that the RIS ordered. */
  readonly isOrdered: (attributes: Elements) => boolean;
}

export type { PacsBehaviour } from './behaviour.ts';
export { NATIVE_SYNTAXES } from './supported-classes.ts';

/** A running PACS, with its contents for tests. */
export interface Pacs extends DicomServer, PacsState {}

const knownCallers: ReadonlySet<string> = new Set([
  AE_TITLES.assessor,
  AE_TITLES.modality,
  AE_TITLES.workstation,
  AE_TITLES.pacs,
]);

/** Who may call the simulated DICOM servers. */
export function isKnownCaller(aeTitle: string): boolean {
  return knownCallers.has(aeTitle);
}

/** What a PACS begins with: its studies (the synthetic ones unless given), nobody to send to, no procedure step. */
export function makePacsState({
  archive = new Archive(makeSyntheticInstances()),
  steps = new ProcedureSteps(),
  codecs = new SharedCodecs(),
  isOrdered = () => false,
}: Partial<Omit<PacsState, 'destinations'>> = {}): PacsState {
  return { archive, destinations: new Destinations(), steps, codecs, isOrdered };
}

/**
 * Starts the PACS: verification, storage, query and retrieve at all levels of both roots, performed procedure steps,
 * and storage commitment with its answer on a second association.
 */
export async function startPacs(
  behaviour: PacsBehaviour,
  signal: AbortSignal,
  state: PacsState = makePacsState(),
): Promise<Pacs> {
  const ending = new AbortController();
  const running = AbortSignal.any([signal, ending.signal]);
  const server = await startDicomServer(makeServices(behaviour, state, running), signal);
  return {
    ...server,
    ...state,
    stop: async () => {
      ending.abort();
      await server.stop();
      // Others that share them start them again when they need them.
      await state.codecs.close();
    },
  };
}

function makeServices(
  behaviour: PacsBehaviour,
  state: PacsState,
  signal: AbortSignal,
): DicomServices {
  const { aeTitle, compressedSyntaxes } = behaviour;
  const { archive, destinations, steps, codecs } = state;
  const messages = new Set<string>(MESSAGE_CLASSES);
  const converter = new Converter(codecs, behaviour.conversion, compressedSyntaxes);
  const convert: ConvertObject = (object, syntax) => converter.convert(object, syntax);
  return {
    aeTitle,
    isKnownCaller,
    acceptedSyntaxes: (sopClassUid) =>
      messages.has(sopClassUid) ? NATIVE_SYNTAXES : listSyntaxes(sopClassUid, behaviour),
    echo: () => (behaviour.echo === 'answered' ? 0 : STATUS_PROCESSING_FAILURE),
    find: (sopClassUid, query) =>
      behaviour.queries === 'answered'
        ? archive.find(sopClassUid, query)
        : { kind: 'failed', status: STATUS_OUT_OF_RESOURCES },
    store: (object) =>
      behaviour.orderedImages === 'refused' && state.isOrdered(object.elements)
        ? STATUS_OUT_OF_RESOURCES
        : keepObject(archive, object, behaviour.keeping),
    retrieve: {
      select: (identifier) => archive.select(identifier),
      object: (uid) => archive.retrieve(uid),
      convert,
      openDestination: (title, sopClassUids) => {
        const port = isUnknown(title, behaviour) ? undefined : destinations.portOf(title);
        return port === undefined
          ? undefined
          : openSender(port, title, aeTitle, compressedSyntaxes, signal, { sopClassUids, convert });
      },
    },
    steps,
    commit: commitLater(behaviour, state, signal),
  };
}

function isUnknown(title: string, { unknownDestinations }: PacsBehaviour): boolean {
  switch (unknownDestinations) {
    case 'none':
      return false;
    case 'assessor':
      return title === AE_TITLES.assessor;
    case 'other-pacs':
      return title === AE_TITLES.secondArchive;
    case 'all':
      return true;
  }
}

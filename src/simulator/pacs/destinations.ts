import {
  type Association,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  STORAGE_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import type { ConvertObject, ObjectSender, StoredObject } from '../dicom/services.ts';
import { LOOPBACK, SIMULATOR_DICOM_MARK } from '../identity.ts';

const maxDestinations = 32;
const deadlines = { tcp: 3_000, association: 5_000, dimse: 15_000, release: 2_000 };

/**
 * The application entities that the simulated PACS may send to, all on loopback: destinations of C-MOVE and receivers
 * of storage commitment results.
 */
export class Destinations {
  readonly #ports = new Map<string, number>();

  /**
   * Enters an application entity, or moves it to another port.
   *
   * @throws RangeError when the list is full.
   */
  register(aeTitle: string, port: number): void {
    if (!this.#ports.has(aeTitle) && this.#ports.size >= maxDestinations) {
      throw new RangeError('the simulated PACS knows no more destinations');
    }
    this.#ports.set(aeTitle, port);
  }

  /** Loopback port of an application entity; `undefined` when it is not known. */
  portOf(aeTitle: string): number | undefined {
    return this.#ports.get(aeTitle);
  }
}

/** What a sender may do beside sending objects as they are. */
export interface SenderOptions {
  /** SOP classes of what is to be sent; the ones that hospitals use most when not known. */
  readonly sopClassUids?: readonly string[];
  readonly convert?: ConvertObject;
}

/**
 * Connects when the first object is to be sent. An object goes out as it was stored where the other side takes that,
 * else in the first transfer syntax that it takes and the object can be had in.
 *
 * @param syntaxes - compressed transfer syntaxes that are offered beside the two uncompressed ones
 */
export function openSender(
  port: number,
  calledAeTitle: string,
  callingAeTitle: string,
  syntaxes: readonly string[],
  signal: AbortSignal,
  { sopClassUids = [], convert }: SenderOptions = {},
): ObjectSender {
  let opening: Promise<Association | undefined> | undefined;
  const open = async (): Promise<Association | undefined> => {
    const offered = [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN, ...syntaxes];
    const result = await openAssociation({
      host: LOOPBACK,
      port,
      callingAeTitle,
      calledAeTitle,
      implementationVersion: SIMULATOR_DICOM_MARK,
      // One syntax in each context, so that the other side cannot choose another than the object has.
      contexts: chooseClasses(sopClassUids, offered.length).flatMap((abstractSyntax) =>
        offered.map((one) => ({ abstractSyntax, transferSyntaxes: [one] })),
      ),
      deadlines,
      signal,
    });
    return result.kind === 'accepted' ? result.association : undefined;
  };
  return {
    send: async (stored: StoredObject) => {
      opening ??= open();
      const association = await opening;
      if (association === undefined || association.ending !== undefined) return false;
      const object = await suitObject(association, stored, convert);
      if (object === undefined || association.ending !== undefined) return false;
      const outcome = await association.store({
        sopClassUid: object.sopClassUid,
        sopInstanceUid: object.sopInstanceUid,
        transferSyntaxUid: object.transferSyntax,
        dataset: { kind: 'bytes', bytes: object.bytes },
      });
      return outcome.kind === 'status' && outcome.status.code === 0;
    },
    close: async () => {
      const association = await opening;
      if (association !== undefined && association.ending === undefined)
        await association.release();
    },
  };
}

async function suitObject(
  { contexts }: Association,
  object: StoredObject,
  convert: ConvertObject | undefined,
): Promise<StoredObject | undefined> {
  const accepted = contexts.flatMap(({ abstractSyntax, outcome }) =>
    abstractSyntax === object.sopClassUid && outcome.state === 'accepted'
      ? [outcome.transferSyntax]
      : [],
  );
  if (accepted.includes(object.transferSyntax)) return object;
  for (const syntax of accepted) {
    const converted = await convert?.(object, syntax);
    if (converted !== undefined) return converted;
  }
  return undefined;
}

/** At most 128 contexts fit into a request (PS3.8 9.3.2.2): what is needed or, when that is not known, used most. */
function chooseClasses(needed: readonly string[], syntaxes: number): string[] {
  const usual = [
    STORAGE_SOP_CLASSES.computedTomography,
    STORAGE_SOP_CLASSES.magneticResonance,
    STORAGE_SOP_CLASSES.digitalXRayPresentation,
    STORAGE_SOP_CLASSES.computedRadiography,
    STORAGE_SOP_CLASSES.ultrasound,
    STORAGE_SOP_CLASSES.secondaryCapture,
    ...Object.values(STORAGE_SOP_CLASSES),
  ].map((one): string => one.uid);
  const classes = needed.length > 0 ? needed : usual;
  return [...new Set(classes)].slice(0, Math.floor(128 / syntaxes));
}

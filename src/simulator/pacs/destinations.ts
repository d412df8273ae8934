import {
  type Association,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  STORAGE_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import type { ObjectSender, StoredObject } from '../dicom/services.ts';
import { LOOPBACK } from '../identity.ts';

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

/** Connects when the first object is to be sent; every object goes out as it was stored. */
export function openSender(
  port: number,
  calledAeTitle: string,
  callingAeTitle: string,
  syntaxes: readonly string[],
  signal: AbortSignal,
): ObjectSender {
  let opening: Promise<Association | undefined> | undefined;
  const open = async (): Promise<Association | undefined> => {
    const native = [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN];
    const result = await openAssociation({
      host: LOOPBACK,
      port,
      callingAeTitle,
      calledAeTitle,
      // One syntax in each context, so that the other side cannot choose another than the object has.
      contexts: chooseClasses(syntaxes).flatMap((abstractSyntax) =>
        [...native, ...syntaxes].map((one) => ({ abstractSyntax, transferSyntaxes: [one] })),
      ),
      deadlines,
      signal,
    });
    return result.kind === 'accepted' ? result.association : undefined;
  };
  return {
    send: async (object: StoredObject) => {
      opening ??= open();
      const association = await opening;
      if (association === undefined || association.ending !== undefined) return false;
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

/** At most 128 contexts fit into a request (PS3.8 9.3.2.2): the classes that hospitals use most come first. */
function chooseClasses(syntaxes: readonly string[]): string[] {
  const first = [
    STORAGE_SOP_CLASSES.computedTomography,
    STORAGE_SOP_CLASSES.magneticResonance,
    STORAGE_SOP_CLASSES.digitalXRayPresentation,
    STORAGE_SOP_CLASSES.computedRadiography,
    STORAGE_SOP_CLASSES.ultrasound,
    STORAGE_SOP_CLASSES.secondaryCapture,
  ].map((one): string => one.uid);
  const others = Object.values(STORAGE_SOP_CLASSES)
    .map((one): string => one.uid)
    .filter((uid) => !first.includes(uid));
  return [...first, ...others].slice(0, Math.floor(128 / (syntaxes.length + 2)));
}

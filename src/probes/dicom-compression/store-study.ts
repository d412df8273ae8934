import type { Association, ContextProposal } from '../../protocols/dicom/index.ts';
import { codeOfTrouble } from '../shared/dicom-trouble.ts';
import { isTaken, type Session, tellContexts } from './session.ts';
import type { CompressionStudy, TestImage } from './test-study.ts';

/** What became of each image. */
export interface StoredImages {
  /** SOP Instance UIDs that the archive took. */
  readonly taken: ReadonlySet<string>;
  /** Why one was not, by its SOP Instance UID. */
  readonly refusals: ReadonlyMap<string, string>;
}

function allImages({ images, copies }: CompressionStudy): readonly TestImage[] {
  return [...images, ...copies.map(({ image }) => image)];
}

/** Each SOP class in each transfer syntax apart, so that the answer says which of them may be used. */
export function proposeStorage(study: CompressionStudy): readonly ContextProposal[] {
  const pairs = new Map(
    allImages(study).flatMap(({ sopClassUid, forms }) =>
      forms.map(({ transferSyntaxUid }) => [
        `${sopClassUid} ${transferSyntaxUid}`,
        { abstractSyntax: sopClassUid, transferSyntaxes: [transferSyntaxUid] },
      ]),
    ),
  );
  return [...pairs.values()];
}

/** Whether anything of the study can be sent at all. */
export function canStore(association: Association, study: CompressionStudy): boolean {
  return study.images.some((image) => chooseForm(association, image) !== undefined);
}

function chooseForm(association: Association, { sopClassUid, forms }: TestImage) {
  return forms.find((form) => isTaken(association, sopClassUid, form.transferSyntaxUid));
}

/** Sends every image whose context was accepted, until the association ends. */
export async function storeStudy(
  session: Session,
  association: Association,
  study: CompressionStudy,
): Promise<StoredImages> {
  const taken = new Set<string>();
  const refusals = new Map<string, string>();
  for (const image of allImages(study)) {
    const { sopClassUid, sopInstanceUid, forms } = image;
    const form = chooseForm(association, image);
    if (form === undefined) {
      const syntaxes = forms.map(({ transferSyntaxUid }) => transferSyntaxUid);
      refusals.set(sopInstanceUid, tellContexts(association, [sopClassUid], syntaxes));
      continue;
    }
    const outcome = await association.store({
      sopClassUid,
      sopInstanceUid,
      transferSyntaxUid: form.transferSyntaxUid,
      dataset: { kind: 'bytes', bytes: form.dataset },
      maxMs: session.patience.storeMs,
    });
    if (outcome.kind === 'status') {
      const { status } = outcome;
      // A warning says that it was stored all the same (PS3.4 B.2.3).
      if (status.category === 'success' || status.category === 'warning') taken.add(sopInstanceUid);
      else refusals.set(sopInstanceUid, `C-STORE ${tellStatus(status.code)}`);
    } else if (outcome.kind !== 'no-accepted-context') {
      session.notes.add(session.words.storingEnded(session.connection.tell(outcome)));
      refusals.set(sopInstanceUid, `C-STORE ${codeOfTrouble(outcome)}`);
      break;
    }
  }
  return { taken, refusals };
}

/** A DIMSE status as it is written in PS3.4: `0xA702`. */
export function tellStatus(code: number): string {
  return `0x${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

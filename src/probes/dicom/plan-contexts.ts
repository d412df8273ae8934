import type { DicomRole } from '../../facility/roles.ts';
import {
  type ContextProposal,
  CURRENT_STORAGE_SOP_CLASSES,
  describeSopClass,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type NegotiatedContext,
  SERVICE_SOP_CLASSES,
  type StoredKind,
  TRANSFER_SYNTAXES,
} from '../../protocols/dicom/index.ts';
import type { Claim } from './parse-claims.ts';

/** The two syntaxes every implementation can be asked for; implicit is the default of DICOM (PS3.5 10.1), so it is first. */
const uncompressed: readonly string[] = [IMPLICIT_VR_LITTLE_ENDIAN, EXPLICIT_VR_LITTLE_ENDIAN];

const stillSyntaxes = TRANSFER_SYNTAXES.filter((one) => one.coding !== 'video');

const compressedSyntaxes: Readonly<Partial<Record<StoredKind, readonly string[]>>> = {
  image: stillSyntaxes.map((one) => one.uid).filter((uid) => !uncompressed.includes(uid)),
  'moving-image': TRANSFER_SYNTAXES.map((one) => one.uid).filter(
    (uid) => !uncompressed.includes(uid),
  ),
};

/** Claimed classes outside our tables, and claimed pairs, that are asked for beside them. */
const mostClaimedClasses = 40;
const mostClaimedPairs = 200;
/** Image classes whose compression is asked for before anything else: they fit even where requests must be short. */
const commonestImages = 4;

/**
 * The classes a node is asked for, the ones that matter most first. A worklist is asked for services, a modality (whose
 * own work must not be disturbed) for verification and images, the others for everything.
 */
export function planClasses(role: DicomRole, claims: readonly Claim[]): string[] {
  const services = SERVICE_SOP_CLASSES.map(({ uid }) => uid);
  const first = role === 'modality' ? services.slice(0, 1) : services;
  const stored = role === 'worklist' ? [] : CURRENT_STORAGE_SOP_CLASSES;
  const then = (role === 'modality' ? stored.filter(isImage) : stored).map(({ uid }) => uid);
  const usual = new Set([...first, ...then]);
  const claimed = claims
    .filter((claim) => claim.role === 'scp' && !usual.has(claim.sopClassUid))
    .map(({ sopClassUid }) => sopClassUid);
  // A vendor's own classes come before the rarest of the standard.
  return [...first, ...[...new Set(claimed)].slice(0, mostClaimedClasses), ...then];
}

/** Each class once, with both uncompressed syntaxes. */
export function proposeClasses(classes: readonly string[]): ContextProposal[] {
  return classes.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: uncompressed }));
}

/**
 * What remains to be asked, one syntax per context and at most `most` of them, by what the classes answered: claimed
 * syntaxes, every compressed syntax of the commonest accepted image classes, the other uncompressed syntax of each accepted
 * class, then the compressed syntaxes of as many more image classes as fit. Video is asked for classes that can hold it.
 */
export function proposeSyntaxes(
  answered: readonly NegotiatedContext[],
  claims: readonly Claim[],
  most: number,
): ContextProposal[] {
  const accepted = answered.filter(({ outcome }) => outcome.state === 'accepted');
  const known = new Set(
    answered.flatMap(({ abstractSyntax, transferSyntaxes, outcome }) =>
      outcome.state === 'accepted'
        ? [pairKey(abstractSyntax, outcome.transferSyntax)]
        : transferSyntaxes.map((one) => pairKey(abstractSyntax, one)),
    ),
  );
  const proposals: ContextProposal[] = [];
  /** All of them or, when they do not fit, none. */
  const propose = (abstractSyntax: string, syntaxes: readonly string[]): void => {
    const asked = syntaxes.filter((one) => !known.has(pairKey(abstractSyntax, one)));
    if (proposals.length + asked.length > most) return;
    for (const one of asked) {
      known.add(pairKey(abstractSyntax, one));
      proposals.push({ abstractSyntax, transferSyntaxes: [one] });
    }
  };
  const unsupported = findUnsupported(answered);
  for (const { role, sopClassUid, transferSyntaxUid } of claims) {
    if (proposals.length >= mostClaimedPairs) break;
    if (role === 'scp' && transferSyntaxUid !== undefined && !unsupported.has(sopClassUid))
      propose(sopClassUid, [transferSyntaxUid]);
  }
  const images = accepted.flatMap(({ abstractSyntax }) => {
    const { kind } = describeSopClass(abstractSyntax) ?? {};
    const syntaxes = kind && compressedSyntaxes[kind];
    return syntaxes ? [{ abstractSyntax, syntaxes }] : [];
  });
  for (const one of images.slice(0, commonestImages)) propose(one.abstractSyntax, one.syntaxes);
  for (const { abstractSyntax } of accepted) propose(abstractSyntax, uncompressed);
  for (const one of images) propose(one.abstractSyntax, one.syntaxes);
  return proposals;
}

/** Classes refused whatever the syntax. */
function findUnsupported(answered: readonly NegotiatedContext[]): ReadonlySet<string> {
  return new Set(
    answered.flatMap(({ abstractSyntax, outcome }) =>
      outcome.state === 'refused' && outcome.reason === 'abstract-syntax-not-supported'
        ? [abstractSyntax]
        : [],
    ),
  );
}

/** One class with one syntax, as a key. */
export function pairKey(sopClassUid: string, transferSyntaxUid: string): string {
  return `${sopClassUid} ${transferSyntaxUid}`;
}

/** Whether objects of the class have pictures that are commonly compressed. */
export function isImage({ kind }: { readonly kind?: StoredKind }): boolean {
  return kind === 'image' || kind === 'moving-image';
}

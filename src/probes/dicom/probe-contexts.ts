import {
  combineSyntaxPairs,
  nameOfUid,
  type OpenAssociationOptions,
  probeTransferSyntaxes,
  STORAGE_SOP_CLASSES,
  type SyntaxProbe,
  TRANSFER_SYNTAXES,
} from '../../protocols/dicom/index.ts';
import type { DicomTrouble } from '../shared/dicom-trouble.ts';
import type { DicomContextRow } from './facts.ts';

/** Five classes times every transfer syntax stay within the 128 contexts of one association. */
const probedClasses = [
  STORAGE_SOP_CLASSES.computedTomography,
  STORAGE_SOP_CLASSES.magneticResonance,
  STORAGE_SOP_CLASSES.computedRadiography,
  STORAGE_SOP_CLASSES.ultrasound,
  STORAGE_SOP_CLASSES.secondaryCapture,
];

/**
 * One transfer syntax per presentation context, so that each answer is about that syntax alone. A node that does not
 * take the long request is asked class by class.
 */
export async function probeContexts(
  connection: Omit<OpenAssociationOptions, 'contexts'>,
  common: Pick<DicomContextRow, 'node' | 'role'>,
  tellUnknown: (trouble: DicomTrouble) => string,
): Promise<{ readonly rows: DicomContextRow[]; readonly notes: string[] }> {
  const pairs = combineSyntaxPairs(
    probedClasses.map((one) => one.uid),
    TRANSFER_SYNTAXES.map((one) => one.uid),
  );
  let probed = await probeTransferSyntaxes({ ...connection, pairs });
  const refusal = failureOf(probed);
  if (refusal && refusal.kind !== 'timeout' && refusal.kind !== 'cancelled') {
    const contextsPerAssociation = TRANSFER_SYNTAXES.length;
    probed = await probeTransferSyntaxes({ ...connection, pairs, contextsPerAssociation });
  }
  const failure = failureOf(probed);
  return { rows: readRows(probed, common), notes: failure ? [tellUnknown(failure)] : [] };
}

function readRows(
  probed: SyntaxProbe,
  common: Pick<DicomContextRow, 'node' | 'role'>,
): DicomContextRow[] {
  return probed.pairs.flatMap(({ sopClassUid, transferSyntaxUid, outcome }) => {
    if (outcome.state === 'not-probed' || outcome.state === 'not-answered') return [];
    return [
      {
        ...common,
        sopClass: sopClassUid,
        sopClassName: nameOfUid(sopClassUid) ?? sopClassUid,
        transferSyntax: transferSyntaxUid,
        transferSyntaxName: nameOfUid(transferSyntaxUid) ?? transferSyntaxUid,
        accepted: outcome.state === 'accepted',
        ...(outcome.state === 'refused' && { refusal: outcome.reason }),
      },
    ];
  });
}

function failureOf(probed: SyntaxProbe): DicomTrouble | undefined {
  const last = probed.associations.at(-1)?.result;
  return last === undefined || last.kind === 'accepted' ? undefined : last;
}

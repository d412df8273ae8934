import type { SharingLaboratoryRow, SharingTechniqueRow } from '../probes/sharing/facts.ts';
import type { SharingCase } from './case-file.ts';

/** Facts about one pair of laboratories, from the levels and the scope that a person copied from published papers. */
export function describeLaboratories(pair: SharingCase['laboratories'][number]): {
  readonly label: string;
  readonly laboratory: SharingLaboratoryRow;
  readonly techniques: readonly SharingTechniqueRow[];
} {
  const { sender, receiver } = pair;
  const label = `${sender.name} → ${receiver.name}`;
  const known = sender.level !== undefined && receiver.level !== undefined;
  return {
    label,
    laboratory: {
      pair: label,
      ...(sender.level !== undefined && { senderLevel: sender.level }),
      ...(receiver.level !== undefined && { receiverLevel: receiver.level }),
      ...(known && { senderAtLeastReceiver: (sender.level ?? 0) >= (receiver.level ?? 0) }),
    },
    techniques: pair.techniques.map((one) => ({
      pair: label,
      technique: one.name,
      performedOn: one.performedOn,
      inScope: one.inScope,
      ...(one.certificateUntil !== undefined && {
        validThen:
          one.performedOn <= one.certificateUntil &&
          (one.certificateFrom === undefined || one.performedOn >= one.certificateFrom),
      }),
    })),
  };
}

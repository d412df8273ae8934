import type { Facility } from '../facility/schema.ts';
import type { SideEffect } from '../probes/contract.ts';
import {
  type NodePlace,
  type RemovalWay,
  readJournalledMpps,
  readJournalledStudy,
  type StudyIdentity,
  type StudyPlace,
} from '../test-study/index.ts';
import type { JournalEntry } from './read-journal.ts';
import type { Unprepared } from './unprepared.ts';

/** A study of ours, where it was put and how it is removed from there; or why nothing can be done. */
export type PreparedStudy =
  | {
      readonly kind: 'remove-study';
      readonly study: StudyIdentity;
      readonly place: StudyPlace;
      readonly way: RemovalWay;
    }
  | Unprepared<'placeUnknown'>;

/** An MPPS of ours and where it was created; or why nothing can be done. */
export type PreparedMpps =
  | { readonly kind: 'close-mpps'; readonly place: NodePlace; readonly sopInstanceUid: string }
  | Unprepared<'placeUnknown'>;

/**
 * Prepares the removal of a journalled study by the way that the facility file names. A rejection note that the archive
 * took and did not act on is not sent again: each would be one more object in the study.
 */
export function prepareStudy({ effect, notes }: JournalEntry, facility: Facility): PreparedStudy {
  const read = readJournalledStudy(effect);
  if (read.kind === 'foreign') return read;
  const { storedBy, ...study } = read.identity;
  const place =
    storedBy === 'dicom'
      ? findNodePlace(effect.system, facility)
      : findEndpointPlace(effect.system, facility);
  if (!place) return { kind: 'by-hand', note: 'placeUnknown' };
  const named = facility.testData?.removal ?? 'administrator';
  const way = named === 'iocm' && notes.has('stillThere') ? 'administrator' : named;
  return { kind: 'remove-study', study, place, way };
}

/** Prepares the end of a journalled MPPS. */
export function prepareMpps(effect: SideEffect, facility: Facility): PreparedMpps {
  const read = readJournalledMpps(effect);
  if (read.kind === 'foreign') return read;
  const place = findNodePlace(effect.system, facility);
  if (!place) return { kind: 'by-hand', note: 'placeUnknown' };
  return { kind: 'close-mpps', place, sopInstanceUid: read.identity.sopInstanceUid };
}

function findNodePlace(
  id: string,
  { dicom, dicomweb }: Facility,
): Extract<StudyPlace, { kind: 'dicom' }> | undefined {
  const node = dicom.nodes.find((one) => one.id === id);
  if (!node) return undefined;
  const endpoint = dicomweb.endpoints.find((one) => one.id === node.dicomweb);
  return {
    kind: 'dicom',
    node,
    callingAe: node.callingAe ?? dicom.callingAe,
    ...(endpoint && { dicomweb: endpoint }),
  };
}

function findEndpointPlace(id: string, { dicomweb }: Facility): StudyPlace | undefined {
  const endpoint = dicomweb.endpoints.find((one) => one.id === id);
  return endpoint && { kind: 'dicomweb', endpoint };
}

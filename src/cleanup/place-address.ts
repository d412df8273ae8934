import type { DicomNode, Facility } from '../facility/schema.ts';
import type { SideEffect } from '../probes/contract.ts';
import { addressOf } from '../probes/shared/hl7-address.ts';
import type { StudyPlace } from '../test-study/index.ts';

/** `pacs (10.0.0.5:104, PACS)`. */
export function describeNode(node: DicomNode): string {
  return `${node.id} (${nodeAddress(node)})`;
}

/** A place by its id and address. */
export function describePlace(place: StudyPlace): string {
  return place.kind === 'dicom'
    ? describeNode(place.node)
    : `${place.endpoint.id} (${place.endpoint.url})`;
}

/** The DICOMweb endpoint that deletes for a place. */
export function describeRemover(place: StudyPlace): string {
  const endpoint = place.kind === 'dicom' ? place.dicomweb : place.endpoint;
  return endpoint ? `${endpoint.id} (${endpoint.url})` : '';
}

/** The address of the system that a side effect is on; empty when the facility file does not name it. */
export function addressOfEffect({ kind, system, identifiers }: SideEffect, facility: Facility) {
  const by = <One extends { readonly id: string }>(list: readonly One[]): One | undefined =>
    list.find((one) => one.id === system);
  if (kind === 'study' && identifiers.storedBy === 'dicomweb')
    return by(facility.dicomweb.endpoints)?.url ?? '';
  if (kind === 'study' || kind === 'mpps') {
    const node = by(facility.dicom.nodes);
    return node ? nodeAddress(node) : '';
  }
  const endpoint = by(facility.hl7.endpoints);
  return endpoint ? addressOf(endpoint) : '';
}

function nodeAddress({ host, port, calledAe }: DicomNode): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return `${shown}:${port}, ${calledAe.trim()}`;
}

import type { DicomNode, Facility, Hl7Endpoint } from '../../facility/schema.ts';

/** What one step does: connect (and ask, where allowed), or send and cancel a test order. */
export type Hl7Target =
  | { readonly kind: 'connect'; readonly endpoint: Hl7Endpoint }
  | {
      readonly kind: 'test-order';
      readonly endpoint: Hl7Endpoint;
      /** Where the order should appear and disappear; without one its removal cannot be verified. */
      readonly worklist?: OrderWorklist;
    };

/** The modality worklist that shows a RIS's orders, and the name we call it by. */
export interface OrderWorklist {
  readonly node: DicomNode;
  readonly callingAe: string;
}

/** The worklist of a facility; `undefined` when its file names none. */
export function findWorklist({ dicom }: Facility): OrderWorklist | undefined {
  const node = dicom.nodes.find((one) => one.role === 'worklist');
  return node && { node, callingAe: node.callingAe ?? dicom.callingAe };
}

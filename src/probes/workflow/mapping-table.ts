import { orderRules } from './mapping-order.ts';
import { patientRules } from './mapping-patient.ts';

/** How an order is written: IHE's two messages, or the Vietnamese one. */
export type OrderStyle = '2.3.1' | '2.5.1' | 'vietnam';

/** How an attribute is compared with its source. */
export type MappingCheck =
  /** Character by character. */
  | 'exact'
  /** Person names: the order of components differs between HL7 and DICOM. */
  | 'name'
  /** The local date, or the local time, of a time stamp with offset. */
  | 'date'
  | 'time'
  /** Free text, cut where DICOM ends it. */
  | 'text'
  /** A code that has another word in DICOM. */
  | 'priority'
  /** Must hold something; what it is, is the receiver's choice. */
  | 'present'
  /** A character set that has Vietnamese letters. */
  | 'unicode';

/** One attribute of a worklist item and the HL7 field that it comes from. */
export interface MappingRule {
  readonly attribute: string;
  readonly tag: number;
  readonly vr: 'AE' | 'CS' | 'DA' | 'LO' | 'PN' | 'SH' | 'TM' | 'UI';
  /** The sequence that it stands in. */
  readonly inside?: 'step' | 'protocol-code' | 'procedure-code' | 'other-ids';
  readonly check: MappingCheck;
  /** Where the value stands in each message; a style left out does not carry it. */
  readonly from: Readonly<Partial<Record<OrderStyle, string>>>;
  /** Styles for which the rule was checked in the primary text of a standard. Of the rest only a warning is made. */
  readonly verifiedFor: readonly OrderStyle[];
  /** A worklist may leave it empty: then nothing is said. */
  readonly isOptional?: true;
  /** Never empty (type 1 of PS3.4 table K.6-1), also where the order carries no value for it. */
  readonly isRequired?: true;
  readonly source: string;
}

/**
 * From an order to the modality worklist. Everything in it is data: `compareMapping` reads it, and the worklist query asks
 * for what it names.
 */
export const mappingTable: readonly MappingRule[] = [...patientRules, ...orderRules];

/** The field of an order that an attribute comes from; `undefined` where this kind of order does not carry it. */
export function fieldOf(attribute: string, style: OrderStyle): string | undefined {
  return mappingTable.find((rule) => rule.attribute === attribute)?.from[style];
}

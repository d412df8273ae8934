import type { MappingRule, OrderStyle } from './mapping-table.ts';

/** Every way in which an order is written. */
export const allStyles: readonly OrderStyle[] = ['2.3.1', '2.5.1', 'vietnam'];

/** A field that every kind of order has at the same place. */
export const everywhere = (path: string): MappingRule['from'] => ({
  '2.3.1': path,
  '2.5.1': path,
  vietnam: path,
});

/** Read in a public copy of the standard. */
export const k61 = 'PS3.4 table K.6-1';

/** The primary text of the IHE Technical Framework was not read. */
export const hl7ToWorklist = 'IHE RAD TF-2 4.4, as dcm4chee-arc-hl7cs states it';

import { CODES } from '../coded-terms.ts';
import type { SyntheticObject } from '../synthetic-object.ts';
import type { AttributeValues } from '../to-elements.ts';
import { referToObject } from './reference-objects.ts';

/** How a content item relates to the one above it (PS3.3 C.17.3.2.4). */
export type Relationship = 'CONTAINS' | 'HAS CONCEPT MOD' | 'HAS OBS CONTEXT' | 'INFERRED FROM';

/** The root of a document: a heading above which there is nothing to relate to (PS3.3 C.17.3). */
export function rootContainer(
  concept: AttributeValues,
  content: readonly AttributeValues[],
): AttributeValues {
  return {
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: [concept],
    ContinuityOfContent: 'SEPARATE',
    ContentSequence: content,
  };
}

/** A heading with what it holds (PS3.3 C.18.8). */
export function container(
  concept: AttributeValues,
  content: readonly AttributeValues[],
): AttributeValues {
  return { RelationshipType: 'CONTAINS', ...rootContainer(concept, content) };
}

/** A paragraph (PS3.3 C.17.3.2, value type TEXT). */
export function text(
  concept: AttributeValues,
  value: string,
  content: readonly AttributeValues[] = [],
): AttributeValues {
  return {
    RelationshipType: 'CONTAINS',
    ValueType: 'TEXT',
    ConceptNameCodeSequence: [concept],
    TextValue: value,
    ...(content.length === 0 ? {} : { ContentSequence: content }),
  };
}

/** A coded answer (PS3.3 C.17.3.2, value type CODE). */
export function coded(
  relationship: Relationship,
  concept: AttributeValues,
  value: AttributeValues,
): AttributeValues {
  return {
    RelationshipType: relationship,
    ValueType: 'CODE',
    ConceptNameCodeSequence: [concept],
    ConceptCodeSequence: [value],
  };
}

/** A UID (PS3.3 C.17.3.2, value type UIDREF). */
export function uidReference(
  relationship: Relationship,
  concept: AttributeValues,
  uid: string,
): AttributeValues {
  return {
    RelationshipType: relationship,
    ValueType: 'UIDREF',
    ConceptNameCodeSequence: [concept],
    UID: uid,
  };
}

/** A length in millimetres (PS3.3 C.18.1, value type NUM). */
export function lengthMm(value: number, content: readonly AttributeValues[]): AttributeValues {
  return {
    RelationshipType: 'CONTAINS',
    ValueType: 'NUM',
    ConceptNameCodeSequence: [CODES.length],
    MeasuredValueSequence: [
      { MeasurementUnitsCodeSequence: [CODES.millimetre], NumericValue: value },
    ],
    ContentSequence: content,
  };
}

/** A picture that belongs to the text (PS3.3 C.18.4, value type IMAGE). */
export function image(relationship: Relationship, object: SyntheticObject): AttributeValues {
  return {
    RelationshipType: relationship,
    ValueType: 'IMAGE',
    ReferencedSOPSequence: [referToObject(object)],
  };
}

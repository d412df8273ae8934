import type { CodedConcept } from './coded-concept.ts';

/** An object that a document refers to. */
export interface ObjectReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/** A value with its unit, or what is wrong with it. */
export type MeasuredValue =
  | { readonly kind: 'value'; readonly value: number; readonly unit?: CodedConcept }
  /** Empty on purpose, with a qualifier (PS3.3 C.18.1). */
  | { readonly kind: 'empty' }
  | { readonly kind: 'wrong-vr' }
  | { readonly kind: 'not-a-number' };

/** One content item of a structured report, with what lies below it (PS3.3 C.17.3). */
export interface ContentItem {
  /** `CONTAINER`, `NUM`, `CODE`, `TEXT`, `IMAGE`, `SCOORD` …; the empty text for one that is only referred to. */
  readonly valueType: string;
  readonly relationship?: string;
  readonly concept?: CodedConcept;
  /** Of a CODE. */
  readonly code?: CodedConcept;
  /** Of a TEXT: 64 characters at most. */
  readonly text?: string;
  /** Of a NUM. */
  readonly measured?: MeasuredValue;
  /** Of an IMAGE or COMPOSITE. */
  readonly reference?: ObjectReference;
  readonly children: readonly ContentItem[];
}

/** An item and everything below it, from the top. */
export function* walkContent(item: ContentItem): Generator<ContentItem> {
  yield item;
  for (const child of item.children) yield* walkContent(child);
}

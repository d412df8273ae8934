/** The part of hl7-standard 1.0.4 that the writer uses; the package has no typings of its own. */
declare module 'hl7-standard' {
  /** One repetition of a field: keys `SEG.field.component`, in ascending order and without holes. */
  export type RepetitionData = Record<string, string | string[]>;

  /** A segment under construction; keys `SEG.field`, in ascending order and without holes. */
  export interface Segment {
    data: Record<string, string | RepetitionData | RepetitionData[]>;
  }

  export default class HL7 {
    constructor(raw: string, options: { lineEndings: string });
    /** Appends an empty segment. */
    createSegment(id: string): Segment;
    /** The segments joined by the line ending, each with one field separator too many at its end. */
    build(): string;
  }
}

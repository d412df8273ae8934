/** What becomes of objects that a simulated PACS acknowledges. */
export type Keeping =
  | 'faithful'
  /** MR images are acknowledged and dropped. */
  | 'loses-mr'
  /** Vietnamese letters lose their marks. */
  | 'strips-marks'
  /** UTF-8 stays, but the object says that it is ISO 8859-1. */
  | 'declares-latin'
  /** The first sample of every uncompressed image is another. */
  | 'changes-pixels';

/** How a simulated PACS converts images to the transfer syntax that a caller asks for. */
export type Conversion =
  | 'right'
  /** What is called lossless has lost the lowest bits of each sample. */
  | 'lossless-loses'
  /** Lossy images say that they are not (0028,2110). */
  | 'lossy-unmarked'
  /** It stores compressed images and hands out nothing but what it stored. */
  | 'none';

/** How the simulated PACS behaves. */
export interface PacsBehaviour {
  /** The title it answers to. */
  readonly aeTitle: string;
  /** Compressed transfer syntaxes of images, beside the two uncompressed ones. */
  readonly compressedSyntaxes: readonly string[];
  /** Storage SOP classes that it does not take. */
  readonly refusedClasses: readonly string[];
  /** `failing`: every C-ECHO ends with a failure status. */
  readonly echo: 'answered' | 'failing';
  /** `failing`: every C-FIND ends with a failure status, as when the database behind it is down. */
  readonly queries: 'answered' | 'failing';
  readonly keeping: Keeping;
  /** `refused`: images of an examination that the RIS ordered get a failure status, others are stored. */
  readonly orderedImages: 'stored' | 'refused';
  readonly conversion: Conversion;
  /** C-MOVE destinations that it says not to know: nobody, this tool, the other PACS, or everybody. */
  readonly unknownDestinations: 'none' | 'assessor' | 'other-pacs' | 'all';
  /** `silent`: takes a storage commitment request and never answers; `failing`: reports every object as lost. */
  readonly commitment: 'answered' | 'silent' | 'failing';
  /** `beside-plain`: a second port with TLS, while the one in the clear stays open. */
  readonly tls: 'none' | 'beside-plain';
}

/** A PACS that does what it should, whatever it is called and however it compresses. */
export const SOUND_PACS: Omit<PacsBehaviour, 'aeTitle' | 'compressedSyntaxes'> = {
  refusedClasses: [],
  echo: 'answered',
  queries: 'answered',
  keeping: 'faithful',
  orderedImages: 'stored',
  conversion: 'right',
  unknownDestinations: 'none',
  commitment: 'answered',
  tls: 'none',
};

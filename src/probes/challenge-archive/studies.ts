import type { ExpectedObject } from '../../challenge/index.ts';
import type { PixelVerdict } from '../../challenge-artefacts/index.ts';
import type { StudyInstance } from '../../test-study/index.ts';
import type { ChallengeArchiveRow } from './facts.ts';

/** What a study is found by. */
export type FoundBy = ChallengeArchiveRow['foundBy'][number];

/** A study as the archive lists it; of the patient only what is compared, and nothing of it is kept. */
export interface ListedStudy {
  readonly studyInstanceUid: string;
  readonly foundBy: ReadonlySet<FoundBy>;
  readonly patientId: string;
  readonly accessionNumber: string;
  readonly instances: readonly StudyInstance[];
}

/** An object as it came. */
export interface ArrivedObject extends StudyInstance {
  readonly transferSyntaxUid: string;
  /** Good only while it is looked at. */
  readonly dataset: Buffer;
}

/** An original that came back. */
export interface FoundOriginal {
  readonly original: ExpectedObject;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly pixels: PixelVerdict;
}

/** An object that is not an original. */
export interface AddedObject {
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  /** It says of itself that a modality made it: somebody else's image, not one that a viewer saved. */
  readonly isAcquired: boolean;
  /** The data set of a document, or a PNG file of an image; absent when neither, or when there were too many. */
  readonly content?:
    | { readonly kind: 'document'; readonly dataset: Buffer }
    | { readonly kind: 'picture'; readonly png: Buffer };
}

/** A study with what was retrieved of it. */
export interface GatheredStudy {
  readonly listed: ListedStudy;
  readonly originals: readonly FoundOriginal[];
  readonly added: readonly AddedObject[];
  /** Whether every original object that came says it is of the test patient and accession; absent when none came. */
  readonly patientKept?: boolean;
  readonly accessionKept?: boolean;
  readonly route: ChallengeArchiveRow['route'];
  /** The archive said that it sent all, and as many came as it lists. */
  readonly isWhole: boolean;
}

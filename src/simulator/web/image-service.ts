import type { Archive } from '../pacs/archive.ts';
import type { Keeping } from '../pacs/behaviour.ts';
import type { Converter } from '../pacs/converter.ts';
import type { SharedCodecs } from '../pacs/shared-codecs.ts';

/** How a simulated DICOMweb service behaves. */
export interface ImageServiceBehaviour {
  /** `none`: it serves whoever asks. */
  readonly login: 'wanted' | 'none';
  /** `dropped`: it says 200 to every object and keeps none. */
  readonly storing: 'kept' | 'dropped';
  /** `web-page`: what should be a picture is a page of HTML, with status 200. */
  readonly rendering: 'picture' | 'web-page';
  /** `refused`: nothing can be deleted. */
  readonly deleting: 'honoured' | 'refused';
}

/** A DICOMweb service that does what it should. */
export const SOUND_IMAGE_SERVICE: ImageServiceBehaviour = {
  login: 'wanted',
  storing: 'kept',
  rendering: 'picture',
  deleting: 'honoured',
};

/** The DICOMweb service of one archive. */
export interface ImageService {
  readonly archive: Archive;
  /** How the archive keeps what it is given, as by C-STORE. */
  readonly keeping: Keeping;
  readonly converter: Converter;
  readonly codecs: SharedCodecs;
  readonly behaviour: ImageServiceBehaviour;
}

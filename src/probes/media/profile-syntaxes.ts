import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../protocols/dicom/index.ts';

/**
 * Transfer syntaxes that some media application profile of PS3.11 allows for images: general purpose on CD (annex D),
 * on DVD, USB and flash with JPEG or JPEG 2000 (H, J), RLE for ultrasound (C), MPEG2 and MPEG-4 on DVD and BD. Which of
 * them a product claims is in its conformance statement, not on the disc.
 */
export const PROFILE_SYNTAXES: ReadonlySet<string> = new Set([
  EXPLICIT_VR_LITTLE_ENDIAN,
  '1.2.840.10008.1.2.4.50',
  '1.2.840.10008.1.2.4.51',
  '1.2.840.10008.1.2.4.70',
  '1.2.840.10008.1.2.4.90',
  '1.2.840.10008.1.2.4.91',
  '1.2.840.10008.1.2.4.100',
  '1.2.840.10008.1.2.4.101',
  '1.2.840.10008.1.2.4.102',
  '1.2.840.10008.1.2.4.103',
  '1.2.840.10008.1.2.4.104',
  '1.2.840.10008.1.2.4.105',
  '1.2.840.10008.1.2.4.106',
  '1.2.840.10008.1.2.5',
]);

import { STORAGE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { buildObject, type SeriesPlan } from '../build-object.ts';
import { CODES } from '../coded-terms.ts';
import { describeContentTime, type SyntheticStudy } from '../study.ts';
import type { SyntheticObject } from '../synthetic-object.ts';
import { image, rootContainer, text } from './content-items.ts';
import { describeEvidence, describeReferencedRequest } from './reference-objects.ts';

/**
 * A Key Object Selection document (PS3.3 A.35.4, PS3.16 TID 2010) that marks images as "Of Interest".
 * @throws RangeError without images, or with images of another study
 */
export function makeKeyObjects(
  study: SyntheticStudy,
  images: readonly SyntheticObject[],
): SyntheticObject {
  if (images.length === 0) throw new RangeError('a selection has at least one image');
  const series: SeriesPlan = {
    key: 'ko',
    number: 22,
    modality: 'KO',
    description: 'Ảnh khóa kiểm thử',
    module: 'document',
  };
  return buildObject(study, series, {
    sopClassUid: STORAGE_SOP_CLASSES.keyObjectSelection.uid,
    index: 0,
    attributes: {
      ...describeContentTime(study),
      ...describeReferencedRequest(study),
      ...describeEvidence(study, images),
      ...rootContainer(CODES.ofInterest, [
        text(CODES.keyObjectDescription, 'Ảnh khóa kiểm thử RISPACS, không dùng để chẩn đoán.'),
        ...images.map((object) => image('CONTAINS', object)),
      ]),
      ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '2010' }],
    },
  });
}

import { STORAGE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { buildObject, type SeriesPlan } from '../build-object.ts';
import { CODES } from '../coded-terms.ts';
import { MARKING_LINES } from '../pixels/draw-marking.ts';
import { describeContentTime, type SyntheticStudy, TIMEZONE_OFFSET } from '../study.ts';
import type { SyntheticObject } from '../synthetic-object.ts';
import { makeTestPdf } from './make-test-pdf.ts';

/** An Encapsulated PDF (PS3.3 A.45.1) of one page that says what it is. */
export function makeEncapsulatedPdf(study: SyntheticStudy): SyntheticObject {
  const pdf = makeTestPdf([...MARKING_LINES, 'Synthetic document, not for diagnosis.']);
  const { date, time } = study.performed;
  const series: SeriesPlan = {
    key: 'doc',
    number: 24,
    modality: 'DOC',
    description: 'Tài liệu PDF kiểm thử',
  };
  return buildObject(study, series, {
    sopClassUid: STORAGE_SOP_CLASSES.encapsulatedPdf.uid,
    index: 0,
    attributes: {
      ...describeContentTime(study),
      ConversionType: 'SYN',
      AcquisitionDateTime: `${date}${time}${TIMEZONE_OFFSET}`,
      BurnedInAnnotation: 'YES',
      RecognizableVisualFeatures: 'NO',
      DocumentTitle: 'Tài liệu kiểm thử RISPACS',
      ConceptNameCodeSequence: [CODES.diagnosticImagingReport],
      MIMETypeOfEncapsulatedDocument: 'application/pdf',
      // Tells the padding from the document (PS3.3 C.24.2).
      EncapsulatedDocumentLength: pdf.length,
      EncapsulatedDocument: pdf,
    },
  });
}

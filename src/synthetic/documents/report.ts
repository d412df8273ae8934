import { IMPLEMENTATION_CLASS_UID, STORAGE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { buildObject, type SeriesPlan } from '../build-object.ts';
import { CODES } from '../coded-terms.ts';
import { describeContentTime, type SyntheticStudy } from '../study.ts';
import type { SyntheticObject } from '../synthetic-object.ts';
import type { AttributeValues } from '../to-elements.ts';
import {
  coded,
  container,
  image,
  lengthMm,
  rootContainer,
  text,
  uidReference,
} from './content-items.ts';
import { describeEvidence, describeReferencedRequest } from './reference-objects.ts';

/** What a report says; Vietnamese with all its marks, to see what a peer makes of it. */
export interface ReportOptions {
  readonly kind: 'basic-text' | 'enhanced';
  /** Images that the report refers to; at least one. */
  readonly images: readonly SyntheticObject[];
  readonly findings?: string;
  readonly impression?: string;
}

const KINDS = {
  'basic-text': {
    key: 'sr-basic',
    number: 20,
    description: 'Báo cáo kiểm thử (Basic Text SR)',
    sopClassUid: STORAGE_SOP_CLASSES.basicTextReport.uid,
  },
  enhanced: {
    key: 'sr-enhanced',
    number: 21,
    description: 'Báo cáo kiểm thử (Enhanced SR)',
    sopClassUid: STORAGE_SOP_CLASSES.enhancedReport.uid,
  },
} as const;

const DEFAULT_FINDINGS =
  'KIỂM THỬ RISPACS. Nhu mô phổi hai bên bình thường, không thấy nốt mờ; bóng tim không to.';
const DEFAULT_IMPRESSION = 'Dữ liệu kiểm thử, không phải kết quả chẩn đoán của người bệnh nào.';

/** A length that no measuring produced, to be found again as it was written. */
const TEST_LENGTH_MM = 12.5;

function writeContent(options: ReportOptions): AttributeValues[] {
  const sources = options.images.map((object) => image('INFERRED FROM', object));
  const measured = options.kind === 'enhanced' ? [lengthMm(TEST_LENGTH_MM, sources)] : [];
  return [
    coded('HAS CONCEPT MOD', CODES.languageOfContent, CODES.vietnamese),
    coded('HAS OBS CONTEXT', CODES.observerType, CODES.deviceObserver),
    uidReference('HAS OBS CONTEXT', CODES.observerDeviceUid, IMPLEMENTATION_CLASS_UID),
    container(CODES.findings, [
      text(CODES.finding, options.findings ?? DEFAULT_FINDINGS, sources),
      ...measured,
    ]),
    container(CODES.impressions, [
      text(CODES.impression, options.impression ?? DEFAULT_IMPRESSION),
    ]),
  ];
}

/**
 * A structured report (PS3.3 A.35.1 Basic Text SR, A.35.2 Enhanced SR) after the outline of TID 2000 (PS3.16): language,
 * observer, findings that follow from the images, impression. Complete, not verified: nobody signed it.
 * @throws RangeError without images, or with images of another study
 */
export function makeReport(study: SyntheticStudy, options: ReportOptions): SyntheticObject {
  if (options.images.length === 0) throw new RangeError('a report refers to at least one image');
  const kind = KINDS[options.kind];
  const series: SeriesPlan = {
    ...kind,
    modality: 'SR',
    module: 'document',
  };
  return buildObject(study, series, {
    sopClassUid: kind.sopClassUid,
    index: 0,
    attributes: {
      ...describeContentTime(study),
      CompletionFlag: 'COMPLETE',
      VerificationFlag: 'UNVERIFIED',
      PerformedProcedureCodeSequence: [],
      ...describeReferencedRequest(study),
      ...describeEvidence(study, options.images),
      ...rootContainer(CODES.diagnosticImagingReport, writeContent(options)),
    },
  });
}

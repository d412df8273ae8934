import { makeEncapsulatedPdf } from './documents/encapsulated-pdf.ts';
import { makeKeyObjects } from './documents/key-objects.ts';
import { makePresentationState } from './documents/presentation-state.ts';
import { makeReport } from './documents/report.ts';
import { makeCrViews } from './images/cr.ts';
import { makeCtSeries } from './images/ct.ts';
import { makeMrSeries } from './images/mr.ts';
import { makePetSeries } from './images/pet.ts';
import { makeSecondaryCapture } from './images/secondary-capture.ts';
import { makeUsMultiframe } from './images/us-multiframe.ts';
import type { SyntheticStudy } from './study.ts';
import type { SyntheticObject } from './synthetic-object.ts';

/**
 * One study with everything: CT, MR, two radiographs, an ultrasound loop, secondary captures in grey and RGB, PET, both
 * kinds of report, key objects and a presentation state that refer to the CT, and a PDF.
 */
export function makeCompleteStudy(study: SyntheticStudy): SyntheticObject[] {
  const ct = makeCtSeries(study);
  const keyImages = ct.slice(0, 2);
  return [
    ...ct,
    ...makeMrSeries(study),
    ...makeCrViews(study),
    ...makeUsMultiframe(study),
    makeSecondaryCapture(study, { colours: 'grey' }),
    makeSecondaryCapture(study, { colours: 'rgb' }),
    ...makePetSeries(study),
    makeReport(study, { kind: 'basic-text', images: keyImages }),
    makeReport(study, { kind: 'enhanced', images: keyImages }),
    makeKeyObjects(study, keyImages),
    ...keyImages.slice(0, 1).map((image) => makePresentationState(study, image)),
    makeEncapsulatedPdf(study),
  ];
}

import type { Challenge } from '../../src/challenge/index.ts';
import { STORAGE_SOP_CLASSES } from '../../src/protocols/dicom/index.ts';
import { buildObject, type SeriesPlan } from '../../src/synthetic/build-object.ts';
import { container, image, rootContainer } from '../../src/synthetic/documents/content-items.ts';
import { describeEvidence } from '../../src/synthetic/documents/reference-objects.ts';
import { makeKeyObjects, makePresentationState } from '../../src/synthetic/index.ts';
import { describeContentTime } from '../../src/synthetic/study.ts';
import type { SyntheticObject } from '../../src/synthetic/synthetic-object.ts';
import type { AttributeValues } from '../../src/synthetic/to-elements.ts';
import { code } from './support.ts';

/** A value that a viewer reports. */
export interface ReportedValue {
  readonly concept: AttributeValues;
  readonly value: number;
  readonly unit: string;
}

/** Concepts as OHIF writes them. */
export const CONCEPTS = {
  length: code('410668003', 'SCT', 'Length'),
  angle: code('1483009', 'SCT', 'Angle'),
  area: code('42798000', 'SCT', 'Area'),
  perimeter: code('131191004', 'SCT', 'Perimeter'),
  mean: code('373098007', 'SCT', 'Mean'),
  maximum: code('56851009', 'SCT', 'Maximum'),
  oldLength: code('G-D7FE', 'SRT', 'Length'),
} as const;

/** The image that figures are measured on. */
export function measurementImage({ series }: Challenge): SyntheticObject {
  const [, image] = series.find(({ key }) => key === 'measurement')?.objects ?? [];
  if (image === undefined) throw new Error('no image to measure on');
  return image;
}

/** What the figures measure, in the words of the key. */
export function knownValue({ key }: Challenge, id: string): number {
  const known = key.measurements.find((one) => one.id === id);
  if (known === undefined) throw new Error(`nothing known of ${id}`);
  return known.expected;
}

function measured(one: ReportedValue, source: SyntheticObject): AttributeValues {
  return {
    RelationshipType: 'CONTAINS',
    ValueType: 'NUM',
    ConceptNameCodeSequence: [one.concept],
    MeasuredValueSequence: [
      {
        MeasurementUnitsCodeSequence: [code(one.unit, 'UCUM', one.unit)],
        NumericValue: one.value,
      },
    ],
    ContentSequence: [
      { ...image('INFERRED FROM', source), ValueType: 'IMAGE', RelationshipType: 'INFERRED FROM' },
    ],
  };
}

/** A measurement report (PS3.16 TID 1500) with one group for each value, at a finding site. */
export function makeMeasurementReport(
  challenge: Challenge,
  values: readonly ReportedValue[],
  source = measurementImage(challenge),
): SyntheticObject {
  const { study } = challenge;
  const series: SeriesPlan = {
    key: `sr-tid1500-${values.length}`,
    number: 90,
    modality: 'SR',
    description: 'Measurements',
    module: 'document',
  };
  const groups = values.map((one) =>
    container(code('125007', 'DCM', 'Measurement Group'), [
      {
        RelationshipType: 'CONTAINS',
        ValueType: 'CODE',
        ConceptNameCodeSequence: [code('363698007', 'SCT', 'Finding Site')],
        ConceptCodeSequence: [code('51185008', 'SCT', 'Thorax')],
      },
      measured(one, source),
    ]),
  );
  return buildObject(study, series, {
    sopClassUid: '1.2.840.10008.5.1.4.1.1.88.34',
    index: 0,
    attributes: {
      ...describeContentTime(study),
      CompletionFlag: 'COMPLETE',
      VerificationFlag: 'UNVERIFIED',
      PerformedProcedureCodeSequence: [],
      ...describeEvidence(study, [source]),
      ...rootContainer(code('126000', 'DCM', 'Imaging Measurement Report'), [
        container(code('126010', 'DCM', 'Imaging Measurements'), groups),
      ]),
      ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '1500' }],
    },
  });
}

/** A graphic of a presentation state. */
export interface DrawnGraphic {
  readonly units: 'PIXEL' | 'DISPLAY';
  readonly type: string;
  readonly data: readonly number[];
}

/** A presentation state over the measurement image with the graphics given. */
export function makeGraphics(
  challenge: Challenge,
  graphics: readonly DrawnGraphic[],
  more: AttributeValues = {},
): SyntheticObject {
  const state = makePresentationState(challenge.study, measurementImage(challenge));
  const attributes: AttributeValues = {
    ...state.attributes,
    GraphicAnnotationSequence: [
      {
        GraphicLayer: 'KIEM_THU',
        GraphicObjectSequence: graphics.map(({ units, type, data }) => ({
          GraphicAnnotationUnits: units,
          GraphicDimensions: 2,
          NumberOfGraphicPoints: data.length / 2,
          GraphicData: data,
          GraphicType: type,
          GraphicFilled: 'N',
        })),
      },
    ],
    ...more,
  };
  return { ...state, attributes };
}

/** Key objects that mark two images of the study. */
export function makeKeys(challenge: Challenge): SyntheticObject {
  const [ct] = challenge.series;
  return makeKeyObjects(challenge.study, ct?.objects.slice(70, 72) ?? []);
}

/** A picture, RGB, as a secondary capture of the study. */
export function makeCapture(
  { study }: Challenge,
  { width, height, data }: { width: number; height: number; data: Buffer },
): SyntheticObject {
  const series: SeriesPlan = {
    key: 'capture',
    number: 92,
    modality: 'OT',
    description: 'Screen',
  };
  return buildObject(study, series, {
    sopClassUid: STORAGE_SOP_CLASSES.secondaryCapture.uid,
    index: 0,
    attributes: {
      ...describeContentTime(study),
      ConversionType: 'WSD',
      ImageType: 'DERIVED\\SECONDARY',
      PatientOrientation: '',
      SamplesPerPixel: 3,
      PhotometricInterpretation: 'RGB',
      PlanarConfiguration: 0,
      Rows: height,
      Columns: width,
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
      PixelRepresentation: 0,
    },
    pixels: { vr: 'OB', lengthBytes: data.length, frames: () => [data] },
  });
}

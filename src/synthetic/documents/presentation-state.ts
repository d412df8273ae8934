import { STORAGE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { buildObject, type SeriesPlan } from '../build-object.ts';
import type { SyntheticStudy } from '../study.ts';
import type { SyntheticObject } from '../synthetic-object.ts';
import type { AttributeValues } from '../to-elements.ts';
import { describeEvidence, groupBySeries, referToObject } from './reference-objects.ts';

const LAYER = 'KIEM_THU';

/** The text that a viewer shows over the image when it applies the state. */
export const PRESENTATION_STATE_TEXT = 'KIỂM THỬ GSPS';

/** Modality LUT (PS3.3 C.11.1): the state replaces that of the image, hence must repeat it. */
function repeatModalityLut({ attributes }: SyntheticObject): AttributeValues {
  const { RescaleIntercept, RescaleSlope, RescaleType } = attributes;
  if (RescaleIntercept === undefined || RescaleSlope === undefined) return {};
  return { RescaleIntercept, RescaleSlope, RescaleType: RescaleType ?? 'US' };
}

function describeArea(image: SyntheticObject, rows: number, columns: number): AttributeValues {
  const { PixelSpacing } = image.attributes;
  return {
    DisplayedAreaTopLeftHandCorner: [1, 1],
    DisplayedAreaBottomRightHandCorner: [columns, rows],
    PresentationSizeMode: 'SCALE TO FIT',
    ...(PixelSpacing === undefined
      ? { PresentationPixelAspectRatio: [1, 1] }
      : { PresentationPixelSpacing: PixelSpacing }),
  };
}

/** A text and a line in the lower half, away from the burned-in marking (PS3.3 C.10.5). */
function describeAnnotation(rows: number, columns: number): AttributeValues {
  const y = Math.round(rows * 0.9);
  const left = Math.round(columns * 0.1);
  return {
    GraphicLayer: LAYER,
    TextObjectSequence: [
      {
        AnchorPointAnnotationUnits: 'PIXEL',
        AnchorPoint: [left, y],
        AnchorPointVisibility: 'N',
        UnformattedTextValue: PRESENTATION_STATE_TEXT,
      },
    ],
    GraphicObjectSequence: [
      {
        GraphicAnnotationUnits: 'PIXEL',
        GraphicDimensions: 2,
        NumberOfGraphicPoints: 2,
        GraphicData: [left, y, columns - left, y],
        GraphicType: 'POLYLINE',
      },
    ],
  };
}

/**
 * A Grayscale Softcopy Presentation State for one grey image (PS3.3 A.33.1): a window that differs from the
 * image's own, a text and a line, so that one can see whether a viewer applies it.
 * @throws RangeError for an object that is not a grey image of this study
 */
export function makePresentationState(
  study: SyntheticStudy,
  image: SyntheticObject,
): SyntheticObject {
  const { BodyPartExamined, Rows, Columns, PhotometricInterpretation } = image.attributes;
  if (
    typeof Rows !== 'number' ||
    typeof Columns !== 'number' ||
    PhotometricInterpretation !== 'MONOCHROME2'
  ) {
    throw new RangeError(`${image.name} is not a grey image`);
  }
  // Refuses an image of another study.
  describeEvidence(study, [image]);
  const { date, time } = study.performed;
  const series: SeriesPlan = {
    key: 'pr',
    number: 23,
    modality: 'PR',
    description: 'Trạng thái hiển thị kiểm thử',
    // Without the body part the side of the body would be asked for (PS3.3 C.7.3.1, Laterality).
    attributes: { BodyPartExamined: BodyPartExamined ?? '' },
  };
  return buildObject(study, series, {
    sopClassUid: STORAGE_SOP_CLASSES.grayscalePresentationState.uid,
    index: 0,
    attributes: {
      PresentationCreationDate: date,
      PresentationCreationTime: time,
      ContentLabel: LAYER,
      ContentDescription: 'Trạng thái hiển thị kiểm thử RISPACS',
      ContentCreatorName: 'KIỂM THỬ^RISPACS',
      ReferencedSeriesSequence: [...groupBySeries([image])].map(([uid, members]) => ({
        SeriesInstanceUID: uid,
        ReferencedImageSequence: members.map(referToObject),
      })),
      DisplayedAreaSelectionSequence: [describeArea(image, Rows, Columns)],
      GraphicAnnotationSequence: [describeAnnotation(Rows, Columns)],
      GraphicLayerSequence: [{ GraphicLayer: LAYER, GraphicLayerOrder: 1 }],
      ...repeatModalityLut(image),
      SoftcopyVOILUTSequence: [{ WindowCenter: -600, WindowWidth: 1500 }],
      PresentationLUTShape: 'IDENTITY',
    },
  });
}

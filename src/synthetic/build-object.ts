import { IMPLEMENTATION_VERSION } from '../protocols/dicom/uids.ts';
import { describeStudy, type SyntheticStudy, TIMEZONE_OFFSET } from './study.ts';
import type { PixelSource, SyntheticObject } from './synthetic-object.ts';
import type { AttributeValues } from './to-elements.ts';

/** Modality Performed Procedure Step SOP class, as a series refers to it (PS3.3 C.7.3.1). */
const PERFORMED_STEP_CLASS = '1.2.840.10008.3.1.2.3.3';

/** A series of a study. */
export interface SeriesPlan {
  /** Unique within the study; names the files and is part of the UIDs. */
  readonly key: string;
  readonly number: number;
  readonly modality: string;
  readonly description: string;
  /**
   * Structured reports and key objects have a series module of their own, without the request, with a mandatory
   * performed procedure step (PS3.3 C.17.1, C.17.6.1). Default `general`.
   */
  readonly module?: 'general' | 'document';
  /** Attributes that are the same in all objects of the series. */
  readonly attributes?: AttributeValues;
}

/** What makes an object one of its SOP class. */
export interface ObjectPlan {
  readonly sopClassUid: string;
  /** From 0. */
  readonly index: number;
  readonly attributes: AttributeValues;
  readonly pixels?: PixelSource;
}

/** Request Attributes of a series (PS3.3 table 10-9), when the study answers an order. */
function describeRequest({ order }: SyntheticStudy): AttributeValues {
  const { requestedProcedureId, scheduledProcedureStepId } = order;
  if (requestedProcedureId === undefined && scheduledProcedureStepId === undefined) return {};
  return {
    RequestAttributesSequence: [
      {
        ...(requestedProcedureId === undefined
          ? {}
          : { RequestedProcedureID: requestedProcedureId }),
        ...(scheduledProcedureStepId === undefined
          ? {}
          : { ScheduledProcedureStepID: scheduledProcedureStepId }),
      },
    ],
  };
}

function describePerformedStep({ order }: SyntheticStudy, isMandatory: boolean): AttributeValues {
  const uid = order.performedProcedureStepUid;
  if (uid === undefined) {
    return isMandatory ? { ReferencedPerformedProcedureStepSequence: [] } : {};
  }
  return {
    ReferencedPerformedProcedureStepSequence: [
      { ReferencedSOPClassUID: PERFORMED_STEP_CLASS, ReferencedSOPInstanceUID: uid },
    ],
  };
}

/** General Series and General Equipment modules (PS3.3 C.7.3.1, C.7.5.1). */
function describeSeries(study: SyntheticStudy, series: SeriesPlan): AttributeValues {
  const isDocument = series.module === 'document';
  return {
    Modality: series.modality,
    SeriesInstanceUID: study.uid(`series/${series.key}`),
    SeriesNumber: series.number,
    SeriesDate: study.performed.date,
    SeriesTime: study.performed.time,
    SeriesDescription: series.description,
    ...(isDocument ? {} : describeRequest(study)),
    ...describePerformedStep(study, isDocument),
    Manufacturer: 'RISPACS',
    ManufacturerModelName: 'RISPACS synthetic objects',
    InstitutionName: 'KIỂM THỬ RISPACS',
    StationName: 'RISPACS',
    DeviceSerialNumber: 'RISPACS-TEST',
    SoftwareVersions: IMPLEMENTATION_VERSION,
    ...series.attributes,
  };
}

/** An object of a series, with the modules that every composite object has (PS3.3 A.1.4). */
export function buildObject(
  study: SyntheticStudy,
  series: SeriesPlan,
  plan: ObjectPlan,
): SyntheticObject {
  const name = `${series.key}-${String(plan.index + 1).padStart(4, '0')}`;
  const sopInstanceUid = study.uid(`instance/${name}`);
  const { date, time } = study.performed;
  return {
    name,
    modality: series.modality,
    sopClassUid: plan.sopClassUid,
    sopInstanceUid,
    seriesInstanceUid: study.uid(`series/${series.key}`),
    studyInstanceUid: study.studyInstanceUid,
    textForm: study.textForm,
    attributes: {
      SpecificCharacterSet: 'ISO_IR 192',
      SOPClassUID: plan.sopClassUid,
      SOPInstanceUID: sopInstanceUid,
      InstanceCreationDate: date,
      InstanceCreationTime: time,
      TimezoneOffsetFromUTC: TIMEZONE_OFFSET,
      InstanceNumber: plan.index + 1,
      ...describeStudy(study),
      ...describeSeries(study, series),
      ...plan.attributes,
    },
    ...(plan.pixels === undefined ? {} : { pixels: plan.pixels }),
  };
}

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import type { Er7Message } from '../../../../src/protocols/hl7/er7.ts';
import type { Elements } from '../../../../src/simulator/dicom/read-values.ts';
import { findProgram } from '../../../peers/support/dicom-peers.ts';
import { toItem } from './worklist-item.ts';

/** A folder of worklist files, as wlmscpfs and Orthanc's plugin serve them. */
export interface WorklistFolder {
  /** Above the folder of the AE title. */
  readonly root: string;
  /** Of the AE title. */
  readonly list: string;
  /** Writes the item of an order, or writes it anew. */
  put(order: Er7Message, change?: Elements): Promise<void>;
  remove(placer: string): Promise<void>;
}

const tags: Readonly<Record<string, readonly [string, string]>> = {
  SpecificCharacterSet: ['0008,0005', 'CS'],
  AccessionNumber: ['0008,0050', 'SH'],
  ReferringPhysicianName: ['0008,0090', 'PN'],
  Modality: ['0008,0060', 'CS'],
  CodeValue: ['0008,0100', 'SH'],
  CodingSchemeDesignator: ['0008,0102', 'SH'],
  CodeMeaning: ['0008,0104', 'LO'],
  PatientName: ['0010,0010', 'PN'],
  PatientID: ['0010,0020', 'LO'],
  PatientBirthDate: ['0010,0030', 'DA'],
  PatientSex: ['0010,0040', 'CS'],
  OtherPatientIDsSequence: ['0010,1002', 'SQ'],
  StudyInstanceUID: ['0020,000d', 'UI'],
  RequestingPhysician: ['0032,1032', 'PN'],
  RequestedProcedureDescription: ['0032,1060', 'LO'],
  RequestedProcedureCodeSequence: ['0032,1064', 'SQ'],
  AdmissionID: ['0038,0010', 'LO'],
  ScheduledStationAETitle: ['0040,0001', 'AE'],
  ScheduledProcedureStepStartDate: ['0040,0002', 'DA'],
  ScheduledProcedureStepStartTime: ['0040,0003', 'TM'],
  ScheduledProcedureStepDescription: ['0040,0007', 'LO'],
  ScheduledProtocolCodeSequence: ['0040,0008', 'SQ'],
  ScheduledProcedureStepID: ['0040,0009', 'SH'],
  ScheduledProcedureStepStatus: ['0040,0020', 'CS'],
  ScheduledProcedureStepSequence: ['0040,0100', 'SQ'],
  RequestedProcedureID: ['0040,1001', 'SH'],
  ReasonForTheRequestedProcedure: ['0040,1002', 'LO'],
  RequestedProcedurePriority: ['0040,1003', 'SH'],
  PlacerOrderNumberImagingServiceRequest: ['0040,2016', 'LO'],
};

/** Makes the folder for an AE title; it goes with the test. */
export async function makeWorklistFolder(aeTitle: string): Promise<WorklistFolder> {
  const program = findProgram('dump2dcm');
  if (program === undefined) throw new Error('not installed: dump2dcm');
  const root = await mkdtemp(path.join(tmpdir(), 'rispacs-wl-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const list = path.join(root, aeTitle);
  await mkdir(list);
  await writeFile(path.join(list, 'lockfile'), '');
  const fileOf = (placer: string): string => path.join(list, placer);
  return {
    root,
    list,
    put: async (order, change = {}) => {
      const file = fileOf(order.at('ORC-2.1') ?? '');
      await writeFile(`${file}.dump`, writeDump({ ...toItem(order), ...change }).join('\n'));
      await promisify(execFile)(program, [`${file}.dump`, `${file}.tmp`]);
      // A server must never see half a file.
      await rename(`${file}.tmp`, `${file}.wl`);
    },
    remove: (placer) => rm(`${fileOf(placer)}.wl`, { force: true }),
  };
}

function writeDump(elements: Elements): readonly string[] {
  return Object.entries(elements)
    .flatMap(([keyword, value]) => {
      const tag = tags[keyword];
      return tag === undefined ? [] : [{ tag, value }];
    })
    .sort((a, b) => a.tag[0].localeCompare(b.tag[0]))
    .flatMap(({ tag: [number, vr], value }) =>
      vr === 'SQ'
        ? [
            `(${number}) SQ`,
            ...listItems(value).flatMap((item) => [
              '(fffe,e000) na',
              ...writeDump(item),
              '(fffe,e00d) na',
            ]),
            '(fffe,e0dd) na',
          ]
        : [`(${number}) ${vr} ${vr === 'UI' ? String(value) : `[${String(value)}]`}`],
    );
}

function listItems(value: unknown): readonly Elements[] {
  return Array.isArray(value) ? value : [];
}

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Dossier } from '../../../src/evidence/dossier.ts';
import { storeFoundations } from '../../../src/evidence/dossier-contents.ts';
import { loadFacility } from '../../../src/facility/load.ts';
import type { SideEffect } from '../../../src/probes/contract.ts';
import { checklistFolder, defaultChecklist } from '../../../src/project-folders.ts';
import { deriveUid, makeFreshSeed, planStudy } from '../../../src/synthetic/index.ts';
import {
  describeTestMpps,
  describeTestStudy,
  type RemovalWay,
  type StudyPlace,
} from '../../../src/test-study/index.ts';

/** Where the systems of a run are. */
export interface StoredSystems {
  readonly dicomPort: number;
  /** Address in front of `/studies`; absent: no DICOMweb. */
  readonly webUrl?: string | undefined;
  readonly style?: 'orthanc' | 'dicomweb' | 'dcm4chee' | 'none';
  readonly way: RemovalWay;
  readonly authorization?: object;
  readonly calledAe?: string;
}

/** A dossier of a run that was cut short, whose studies and MPPS are in an archive. */
export interface StoredRun {
  readonly folder: string;
  readonly parent: string;
  readonly dossier: Dossier;
  readonly systems: StoredSystems;
  readonly place: StudyPlace;
  readonly webPlace: StudyPlace | undefined;
  /** Journals a study as a probe would; the archive is not told. */
  addStudy(
    state: SideEffect['state'],
    options?: {
      place?: StudyPlace;
      note?: string;
      studyInstanceUid?: string;
      uidAssignedBy?: 'worklist';
    },
  ): Promise<{ readonly studyInstanceUid: string; readonly effect: SideEffect }>;
  addMpps(state: SideEffect['state'], note?: string): Promise<SideEffect>;
  journal(): Promise<readonly Record<string, unknown>[]>;
  /** Writes a facility file with other addresses. */
  writeFacility(name: string, systems: StoredSystems): Promise<string>;
}

/** Makes the dossier in a new folder of `parent`. */
export async function startStoredRun(parent: string, systems: StoredSystems): Promise<StoredRun> {
  const writeFacility = async (name: string, to: StoredSystems) => {
    const file = path.join(parent, name);
    await writeFile(file, JSON.stringify(describeFacility(to), null, 2));
    return file;
  };
  const loaded = await loadFacility(await writeFacility('co-so.yaml', systems), 'vi');
  const folder = path.join(parent, 'ho-so');
  const dossier = await Dossier.create(
    folder,
    {
      schemaVersion: 1,
      toolVersion: '0.0.0',
      assessedOn: '2026-11-22',
      language: 'vi',
      checklist: defaultChecklist,
      allowed: ['observe', 'active'],
      startedAt: '2026-11-22T08:00:00.000+07:00',
    },
    'vi',
  );
  await storeFoundations(dossier, loaded, checklistFolder(defaultChecklist));
  const node = loaded.facility.dicom.nodes[0];
  const endpoint = loaded.facility.dicomweb.endpoints[0];
  if (!node) throw new Error('no node');
  const place: StudyPlace = { kind: 'dicom', node, callingAe: 'RISPACS' };
  const write = async (
    effect: Omit<SideEffect, 'state' | 'note'>,
    state: SideEffect['state'],
    note: string | undefined,
  ) => {
    await dossier.journal({ ...effect, state: 'planned' });
    if (state === 'planned') return { ...effect, state };
    await dossier.journal({ ...effect, state: 'sent' });
    const last = { ...effect, state, ...(note !== undefined && { note }) };
    if (state !== 'sent' || note !== undefined) await dossier.journal(last);
    return last;
  };
  return {
    folder,
    parent,
    dossier,
    systems,
    place,
    webPlace: endpoint && { kind: 'dicomweb', endpoint },
    writeFacility,
    addStudy: async (state, options = {}) => {
      const study = planStudy(
        options.studyInstanceUid === undefined
          ? {}
          : { studyInstanceUid: options.studyInstanceUid },
      );
      const { studyInstanceUid, patientId, accessionNumber } = study;
      const effect = await write(
        describeTestStudy(options.place ?? place, {
          studyInstanceUid,
          patientId,
          accessionNumber,
          ...(options.uidAssignedBy && { uidAssignedBy: options.uidAssignedBy }),
          instances: [],
        }),
        state,
        options.note,
      );
      return { studyInstanceUid, effect };
    },
    addMpps: (state, note) =>
      write(
        describeTestMpps(
          { node },
          { sopInstanceUid: deriveUid(makeFreshSeed(), 'mpps'), patientId: 'RISPACS-TEST' },
        ),
        state,
        note,
      ),
    journal: async () =>
      (await readFile(dossier.path('side-effects.ndjson'), 'utf8'))
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
  };
}

function describeFacility({ dicomPort, webUrl, style, way, ...more }: StoredSystems) {
  return {
    schemaVersion: 1,
    facility: { name: 'Bệnh viện Ví Dụ', place: 'Phú Thọ' },
    dicom: {
      nodes: [
        {
          id: 'pacs',
          host: '127.0.0.1',
          port: dicomPort,
          calledAe: more.calledAe ?? 'PACS',
          ...(webUrl !== undefined && { dicomweb: 'pacs-web' }),
        },
      ],
    },
    dicomweb: {
      endpoints:
        webUrl === undefined
          ? []
          : [
              {
                id: 'pacs-web',
                url: webUrl,
                removal: style ?? 'orthanc',
                ...(more.authorization && { authorization: more.authorization }),
              },
            ],
    },
    testData: { removal: way, administrator: 'Trần Thị Hà' },
  };
}

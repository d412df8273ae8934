import type { z } from 'zod';
import type { facilitySchema } from '../facility/schema.ts';
import type { SimulatedPorts } from './facility-file.ts';
import { AE_TITLES, LOOPBACK } from './identity.ts';
import type { Scenario } from './scenario.ts';
import { WEB_PATHS } from './web/viewer-pages.ts';

/** The authority of the simulated web server, when it has one. */
export const CA_FILE = 'ca-mo-phong.pem';
/** Holds the token of the DICOMweb services. */
export const TOKEN_FILE = 'dicomweb-token.txt';
/** What the DICOM conformance statement of the PACS claims. */
export const CLAIMS_FILE = 'tuyen-bo-dicom.csv';
/** Folder of the disc that the PACS exported. */
export const EXPORT_FOLDER = 'dia-xuat';
/** Folder with the recipe of the challenge study, where there is one; then the disc holds that study. */
export const CHALLENGE_FOLDER = 'thu-thach';

type FacilityInput = z.input<typeof facilitySchema>;

const ids = {
  pacsWeb: 'pacs-dicomweb',
  other: 'pacs-khac',
  otherWeb: 'pacs-khac-dicomweb',
} as const;

/** The parts of the facility file about PACS, worklist, DICOMweb, exported media and the challenge study. */
export function describeImaging(
  { web }: Scenario,
  ports: SimulatedPorts,
  hasChallenge = false,
): Pick<FacilityInput, 'dicom' | 'dicomweb' | 'media' | 'challenge'> {
  const origin = `${web.transport}://${LOOPBACK}:${ports.web}`;
  const access = {
    ...(web.transport === 'https' ? { tls: { ca: CA_FILE } } : {}),
    authorization: { bearer: { file: TOKEN_FILE } },
    removal: 'dicomweb',
  } as const;
  return {
    dicom: {
      callingAe: AE_TITLES.assessor,
      receive: { host: LOOPBACK, port: ports.receive },
      nodes: [
        {
          id: 'pacs-chinh',
          role: 'pacs',
          host: LOOPBACK,
          port: ports.pacsTls ?? ports.pacs,
          calledAe: AE_TITLES.pacs,
          ...(ports.pacsTls === undefined ? {} : { tls: { ca: CA_FILE } }),
          send: 'test-study',
          dicomweb: ids.pacsWeb,
          forwardTo: [ids.other],
          claims: CLAIMS_FILE,
        },
        {
          id: 'danh-sach-cho',
          role: 'worklist',
          host: LOOPBACK,
          port: ports.worklist,
          calledAe: AE_TITLES.worklist,
          mpps: true,
        },
        {
          id: ids.other,
          role: 'destination',
          host: LOOPBACK,
          port: ports.secondPacs,
          calledAe: AE_TITLES.secondArchive,
          dicomweb: ids.otherWeb,
        },
      ],
    },
    dicomweb: {
      endpoints: [
        {
          id: ids.pacsWeb,
          url: `${origin}${WEB_PATHS.imageRoot}`,
          wadoUri: `${origin}${WEB_PATHS.wadoUri}`,
          ...access,
          send: 'test-study',
        },
        { id: ids.otherWeb, url: `${origin}${WEB_PATHS.otherImageRoot}`, ...access },
      ],
    },
    media: [{ id: 'dia-xuat', path: EXPORT_FOLDER }],
    ...(hasChallenge && { challenge: { folder: CHALLENGE_FOLDER } }),
  };
}

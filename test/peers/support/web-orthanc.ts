import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { missingPrograms, startOrthanc } from './dicom-peers.ts';

const plugin = [
  '/usr/share/orthanc/plugins/libOrthancDicomWeb.so',
  '/usr/lib/orthanc/libOrthancDicomWeb.so',
  '/usr/local/share/orthanc/plugins/libOrthancDicomWeb.so',
].find((path) => existsSync(path));

/** Why no Orthanc with DICOMweb can be started here. */
export const missingWebOrthanc: string | undefined =
  missingPrograms('Orthanc') ??
  (plugin === undefined ? "Orthanc's DICOMweb plugin is not installed" : undefined);

/** An Orthanc with DICOM and DICOMweb. */
export interface WebOrthanc {
  readonly port: number;
  /** In front of `/studies`. */
  readonly webUrl: string;
  readonly user: string;
  readonly password: string;
  /** What it holds, as its own REST interface tells. */
  studies(): Promise<readonly { readonly studyInstanceUid: string; readonly patientId: string }[]>;
  stop(): Promise<void>;
}

/** Starts one, with a password. */
export async function startWebOrthanc(
  settings: Readonly<Record<string, unknown>> = {},
): Promise<WebOrthanc> {
  const httpPort = await findFreePort();
  const user = 'rispacs';
  const password = 'mật khẩu';
  const peer = await startOrthanc({
    HttpServerEnabled: true,
    HttpPort: httpPort,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: true,
    RegisteredUsers: { [user]: password },
    Plugins: [plugin],
    DicomWeb: { Enable: true, Root: '/dicom-web/' },
    ...settings,
  });
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return {
    port: peer.port,
    webUrl: `http://127.0.0.1:${httpPort}/dicom-web`,
    user,
    password,
    studies: async () => {
      const answer = await fetch(`http://127.0.0.1:${httpPort}/studies?expand`, {
        headers: { authorization },
      });
      const listed: readonly {
        readonly MainDicomTags: { readonly StudyInstanceUID?: string };
        readonly PatientMainDicomTags: { readonly PatientID?: string };
      }[] = JSON.parse(await answer.text());
      return listed.map((one) => ({
        studyInstanceUid: one.MainDicomTags.StudyInstanceUID ?? '',
        patientId: one.PatientMainDicomTags.PatientID ?? '',
      }));
    },
    stop: () => peer.stop(),
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

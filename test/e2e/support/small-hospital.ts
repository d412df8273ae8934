import { mkdir, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { saveInventory } from '../../../src/probes/host/inventory.ts';

/** A few systems on loopback, some answering at once and some late, and the files that describe them. */
export interface SmallHospital {
  readonly facilityFile: string;
  readonly stop: () => Promise<void>;
}

const lateMs = 120;
const synthetic = '2026-11-20';

/** Starts the systems and writes facility file, papers and inventories into `folder`. Steps: 12. */
export async function startSmallHospital(folder: string): Promise<SmallHospital> {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const open = async (server: Server): Promise<number> => {
    servers.push(server);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => sockets.delete(socket)).on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const web = (waitMs: number) =>
    open(
      createHttpServer((_request, response) => {
        setTimeout(() => response.end('<!doctype html><title>Thử</title>'), waitMs);
      }),
    );
  /** Speaks HTTP where DICOM is expected, so that the step ends at once without facts. */
  const notDicom = (waitMs: number) =>
    open(
      createServer((socket) =>
        socket.once('data', () =>
          setTimeout(() => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), waitMs),
        ),
      ),
    );
  const hl7 = () => open(createServer(() => undefined));

  await mkdir(path.join(folder, 'giay-to'), { recursive: true });
  for (const name of ['a', 'b', 'c'])
    await writeFile(
      path.join(folder, 'giay-to', `${name}.txt`),
      `Biên bản ${name}\n`.repeat(20_000),
    );
  for (const id of ['pacs-01', 'tram-01']) {
    await saveInventory(path.join(folder, `${id}.json`), {
      schemaVersion: 1,
      kind: 'rispacs-host-inventory',
      collectedAt: `${synthetic}T08:00:00.000+07:00`,
      collector: { name: 'rispacs', version: '0.0.0' },
      hostname: id,
      facts: { 'host.computer': [], 'host.software': [], 'host.volume': [], 'lan.port': [] },
    });
  }
  const attestation = (id: string, file: string) => `
  - for: [${id}]
    statement: Đã xem ${id} trên trạm đọc
    by: {name: Nguyễn Văn A, role: Trưởng khoa}
    date: ${synthetic}
    files: [giay-to/${file}.txt]`;
  await writeFile(
    path.join(folder, 'xac-nhan.yaml'),
    `schemaVersion: 1\nattestations:${attestation('pacs-09', 'a')}${attestation('pacs-10', 'b')}\n`,
  );
  await writeFile(
    path.join(folder, 'vang-mat.yaml'),
    `schemaVersion: 1
absences:
  - for: [ht-09]
    statement: Bệnh viện chưa có thiết bị cân bằng tải
    by: {name: Trần Thị B, role: Trưởng phòng}
    date: ${synthetic}
    files: [giay-to/c.txt]
`,
  );
  const facilityFile = path.join(folder, 'facility.yaml');
  await writeFile(
    facilityFile,
    `schemaVersion: 1
facility: {name: Bệnh viện Thử}
appliesFor: advanced
computers:
  - {id: pacs-01, role: pacs, inventory: pacs-01.json}
  - {id: tram-01, role: workstation, inventory: tram-01.json}
dicom:
  nodes:
    - {id: mot, host: 127.0.0.1, port: ${await notDicom(0)}, calledAe: A}
    - {id: hai, host: 127.0.0.1, port: ${await notDicom(lateMs)}, calledAe: B}
    - {id: ba, host: localhost, port: ${await notDicom(0)}, calledAe: C}
hl7:
  endpoints:
    - {id: ris, host: 127.0.0.1, port: ${await hl7()}}
    - {id: his, host: localhost, port: ${await hl7()}}
web:
  endpoints:
    - {id: xem, url: "http://127.0.0.1:${await web(0)}/"}
    - {id: cham, url: "http://127.0.0.1:${await web(lateMs)}/"}
    - {id: cong, url: "http://localhost:${await web(0)}/"}
statements: [xac-nhan.yaml, vang-mat.yaml]
assessedOn: ${synthetic}
`,
  );
  return {
    facilityFile,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((one) => new Promise((resolve) => one.close(resolve))));
    },
  };
}

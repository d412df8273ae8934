import { createServer } from 'node:net';
import { systemErrorCode } from '../errors/user-error.ts';
import type { Check, Say } from './check.ts';

/** A port that some function of the tool listens on, and for what. */
export interface WantedPort {
  readonly use: 'lan' | 'dicom' | 'hl7';
  readonly port: number;
}

/** Whether a port could be listened on just now. */
export type PortReading =
  | { readonly state: 'free' }
  | { readonly state: 'taken' | 'not-allowed' | 'failed'; readonly code: string };

/** Listens on a port of every address for an instant; takes no connection. */
export async function readPort(port: number): Promise<PortReading> {
  const first = await listenOnce(port, '::');
  // No IPv6 on this computer.
  return first.state === 'failed' ? listenOnce(port, '0.0.0.0') : first;
}

function listenOnce(port: number, host: string): Promise<PortReading> {
  const server = createServer((socket) => socket.destroy());
  const { promise, resolve } = Promise.withResolvers<PortReading>();
  server.once('error', (error) => {
    const code = systemErrorCode(error) ?? 'ERROR';
    const states: Readonly<Record<string, 'taken' | 'not-allowed'>> = {
      EADDRINUSE: 'taken',
      EACCES: 'not-allowed',
      EPERM: 'not-allowed',
    };
    resolve({ state: states[code] ?? 'failed', code });
  });
  server.listen({ port, host, exclusive: true }, () => {
    server.close(() => resolve({ state: 'free' }));
  });
  return promise;
}

/** Judges ports. A taken port stops one function, never an assessment. */
export function checkPorts(
  say: Say,
  readings: readonly (WantedPort & { readonly reading: PortReading })[],
): Check {
  const uses = {
    lan: say(
      'làm đầu kia của phép đo mạng (serve lan)',
      'being the other end of a LAN test (serve lan)',
    ),
    dicom: say('nhận ảnh và cam kết lưu trữ DICOM', 'receiving DICOM images and commitments'),
    hl7: say('nhận kết quả HL7', 'receiving HL7 results'),
  };
  const words = {
    free: say('còn trống', 'free'),
    taken: say('đang có chương trình khác dùng', 'in use by another program'),
    'not-allowed': say('hệ điều hành không cho dùng', 'not allowed by the system'),
    failed: say('không mở được', 'cannot be opened'),
  };
  const base = {
    id: 'ports',
    title: say('Cổng để lắng nghe', 'Ports to listen on'),
    details: Object.fromEntries(
      readings.map((one) => [`${one.use}:${one.port}`, one.reading.state]),
    ),
    found: `${readings
      .map(({ port, use, reading }) => `${port}: ${words[reading.state]} (${uses[use]})`)
      .join('; ')}.`,
  };
  if (readings.every((one) => one.reading.state === 'free')) {
    return {
      ...base,
      state: 'ok',
      found: `${base.found} ${say(
        'Tường lửa có cho kết nối tới hay không thì máy này không tự biết được.',
        'Whether a firewall lets connections in cannot be seen from here.',
      )}`,
    };
  }
  return {
    ...base,
    state: 'warning',
    advice: say(
      'Dừng chương trình đang dùng cổng, hoặc chọn cổng khác khi chạy chức năng đó. Đánh giá bình thường không cần cổng nào.',
      'Stop the program that uses the port, or choose another when running that function. An ordinary assessment needs none.',
    ),
  };
}

import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { formatNumber } from '../findings/fact-labels.ts';
import type { Language } from '../locale/language.ts';
import { startHttpSpeedServer } from '../protocols/http-speed/server.ts';
import { startThroughputServer } from '../protocols/iperf3/server.ts';
import type { ServerEvent } from '../protocols/iperf3/server-types.ts';

/** What `serve lan` was asked. */
export interface ServeRequest {
  readonly address: string;
  readonly port: number;
  readonly httpPort: number | undefined;
  readonly maxSeconds: number;
  readonly maxMbps: number | undefined;
  readonly allow: readonly string[] | undefined;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
  readonly note: (line: string) => void;
}

/**
 * Serves throughput tests until Ctrl-C and tells the operator about each.
 * @throws UserError when the address or port cannot be used.
 */
export async function serveThroughput(
  request: ServeRequest,
): Promise<{ port: number; httpPort?: number }> {
  const { address, signal } = request;
  const vi = request.language === 'vi';
  const limits = {
    maxSeconds: request.maxSeconds,
    ...(request.maxMbps !== undefined && { maxMbps: request.maxMbps }),
    ...(request.allow && { allow: request.allow }),
  };
  const lan = await explainBind(request, request.port, () =>
    startThroughputServer({
      address,
      port: request.port,
      ...limits,
      onEvent: (event) => tell(event, request),
    }),
  );
  try {
    const { httpPort } = request;
    const http =
      httpPort === undefined
        ? undefined
        : await explainBind(request, httpPort, () =>
            startHttpSpeedServer({ address, port: httpPort, ...limits }),
          );
    try {
      request.print(
        vi
          ? `Đang chờ phép đo tại iperf3://${address}:${lan.port}`
          : `Waiting for tests at iperf3://${address}:${lan.port}`,
      );
      if (http)
        request.print(
          vi ? `và tại http://${address}:${http.port}/` : `and at http://${address}:${http.port}/`,
        );
      request.note(vi ? 'Nhấn Ctrl-C để dừng.' : 'Press Ctrl-C to stop.');
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      return { port: lan.port, ...(http && { httpPort: http.port }) };
    } finally {
      await http?.close();
    }
  } finally {
    await lan.close();
  }
}

async function explainBind<T>(
  request: ServeRequest,
  port: number,
  start: () => Promise<T>,
): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const code = systemErrorCode(error);
    const vi = request.language === 'vi';
    const where = `${request.address}:${port}`;
    if (code === 'EADDRINUSE')
      throw new UserError(
        vi
          ? `Cổng ${where} đang được dùng; chọn cổng khác.`
          : `${where} is in use; choose another port.`,
        { cause: error },
      );
    if (code === 'EADDRNOTAVAIL')
      throw new UserError(
        vi
          ? `${request.address} không phải địa chỉ của máy này.`
          : `${request.address} is not an address of this computer.`,
        { cause: error },
      );
    if (code === 'EACCES')
      throw new UserError(
        vi
          ? `Không có quyền mở cổng ${where}; chọn cổng từ 1024 trở lên.`
          : `No permission to open ${where}; choose a port from 1024 up.`,
        { cause: error },
      );
    throw error;
  }
}

function tell(event: ServerEvent, request: ServeRequest): void {
  const vi = request.language === 'vi';
  switch (event.kind) {
    case 'started':
      request.note(
        vi
          ? `${event.peer}: bắt đầu đo ${event.direction === 'up' ? 'chiều gửi' : 'chiều nhận'}`
          : `${event.peer}: test started (${event.direction})`,
      );
      break;
    case 'finished':
      request.note(
        vi
          ? `${event.peer}: xong, ${formatNumber(event.mbps, 'vi')} Mb/s`
          : `${event.peer}: done, ${formatNumber(event.mbps, 'en')} Mb/s`,
      );
      break;
    case 'denied':
      request.note(
        vi
          ? `${event.peer}: không cho đo (${event.reason})`
          : `${event.peer}: denied (${event.reason})`,
      );
      break;
    case 'aborted':
      request.note(
        vi
          ? `${event.peer}: dừng giữa chừng (${event.reason.kind})`
          : `${event.peer}: aborted (${event.reason.kind})`,
      );
      break;
    case 'progress':
      break;
  }
}

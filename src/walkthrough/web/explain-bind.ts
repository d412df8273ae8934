import { systemErrorCode, UserError } from '../../errors/user-error.ts';
import type { Language } from '../../locale/language.ts';
import { listOwnAddresses } from './listen-address.ts';

/**
 * Starts something that listens.
 * @throws UserError for an address or port that cannot be used
 */
export async function explainBind<T>(
  request: { readonly host: string; readonly port: number; readonly language: Language },
  start: () => Promise<T>,
): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const vi = request.language === 'vi';
    const where = `${request.host}:${request.port}`;
    const sentences: Readonly<Record<string, readonly [string, string]>> = {
      EADDRINUSE: [
        `Cổng ${where} đang được dùng; chọn cổng khác, hoặc bỏ --port.`,
        `${where} is in use; choose another port, or leave --port out.`,
      ],
      EADDRNOTAVAIL: [
        `${request.host} không phải địa chỉ của máy này. Máy này có: ${listOwnAddresses().join(', ')}.`,
        `${request.host} is not an address of this computer. It has: ${listOwnAddresses().join(', ')}.`,
      ],
      EACCES: [
        `Không có quyền mở cổng ${where}; chọn cổng từ 1024 trở lên.`,
        `No permission to open ${where}; choose a port from 1024 up.`,
      ],
    };
    const found = sentences[systemErrorCode(error) ?? ''];
    if (found === undefined) throw error;
    throw new UserError(found[vi ? 0 : 1], { cause: error });
  }
}

import type { Language } from '../../locale/language.ts';
import type { WalkProgress } from '../contract.ts';
import { isEveryAddress, isLoopback, listOwnAddresses } from './listen-address.ts';
import type { ServerEvent } from './server-events.ts';

/** How a page is served, as far as the person at the terminal has to know. */
export interface ServingSetting {
  readonly address: string;
  readonly isSecure: boolean;
  /** Whether keys are read, to give out links. */
  readonly hasKeys: boolean;
}

/** What is said below the links, one remark each. */
export function tellSetting(
  { address, isSecure, hasKeys }: ServingSetting,
  language: Language,
): readonly string[] {
  const vi = language === 'vi';
  const lines: string[] = [];
  lines.push(
    vi
      ? 'Mỗi đường dẫn chỉ mở được trong một trình duyệt, trình duyệt mở trước.'
      : 'Each link opens in one browser only, the first that takes it.',
  );
  if (isLoopback(address)) {
    const others = listOwnAddresses().filter((one) => !isLoopback(one));
    lines.push(
      vi
        ? `Chỉ mở được trên chính máy này. Để dùng điện thoại hoặc máy khác, chạy lại với --host và một địa chỉ của máy này${others.length > 0 ? `: ${others.slice(0, 5).join(', ')}` : ''}.`
        : `It opens on this computer alone. For a phone or another computer run again with --host and an address of this computer${others.length > 0 ? `: ${others.slice(0, 5).join(', ')}` : ''}.`,
    );
  } else if (!isSecure) {
    lines.push(
      vi
        ? 'CHÚ Ý: HTTP không mã hóa. Ai nghe được mạng này (Wi-Fi chung, cổng sao chép của switch) thì thấy đường dẫn, tên người và ảnh gửi lên, và có thể gửi thay. Chỉ dùng trên mạng nội bộ tin cậy, hoặc thêm --key và --cert.'
        : 'NOTE: HTTP is not encrypted. Who can listen on this network (shared Wi-Fi, a mirrored switch port) sees the link, the names and the pictures, and could send in your place. Use it on a trusted network only, or add --key and --cert.',
    );
  }
  if (isEveryAddress(address))
    lines.push(
      vi
        ? `CHÚ Ý: đang nghe trên mọi địa chỉ của máy này: ${listOwnAddresses().join(', ')}.`
        : `NOTE: listening on every address of this computer: ${listOwnAddresses().join(', ')}.`,
    );
  lines.push(
    vi
      ? `${!hasKeys ? '' : 'Gõ n rồi Enter: thêm một đường dẫn. '}Ctrl-C: dừng; những gì đã nhận nằm trong hồ sơ.`
      : `${!hasKeys ? '' : 'Type n and Enter for one more link. '}Ctrl-C stops; what was taken is in the dossier.`,
  );
  return lines;
}

/** What happened, in one line. */
export function tellEvent(event: ServerEvent, language: Language): string {
  const vi = language === 'vi';
  switch (event.kind) {
    case 'opened':
      return vi
        ? `Đường dẫn ${event.number} đã được mở từ ${event.peer}.`
        : `Link ${event.number} was opened from ${event.peer}.`;
    case 'came-late':
      return vi
        ? `${event.peer} mở đường dẫn ${event.number}, nhưng trình duyệt khác đã dùng nó; người đó cần một đường dẫn mới.`
        : `${event.peer} tried link ${event.number}, which another browser has; they need a new one.`;
    case 'submitted':
      return `${event.accepted ? '+' : '!'} [${event.number}] ${event.task}: ${event.sentence[language]}`;
    case 'stranger':
      return vi
        ? `${event.peer} hỏi dồn dập mà không có đường dẫn đúng; đang bị từ chối.`
        : `${event.peer} keeps asking without a right link and is being refused.`;
    case 'trouble':
      return vi ? `LỖI: ${event.message}` : `ERROR: ${event.message}`;
  }
}

/** What came of it all. */
export function tellOutcome(
  {
    folder,
    runCode,
    host,
    language,
  }: {
    readonly folder: string;
    readonly runCode: string;
    readonly host: string;
    readonly language: Language;
  },
  { tasks }: WalkProgress,
): readonly string[] {
  const done = tasks.filter(({ state }) => state === 'demonstrated' || state === 'attested').length;
  const all = tasks.length;
  const again = `rispacs challenge serve ${folder}${host === '127.0.0.1' ? '' : ` --host ${host}`}`;
  const vi = language === 'vi';
  return [
    vi
      ? `Lượt ${runCode}: xong ${done}/${all} bước. Những gì đã nhận nằm trong ${folder}.`
      : `Run ${runCode}: ${done} of ${all} steps done. What was taken is in ${folder}.`,
    ...(done < all ? [vi ? `Làm tiếp: ${again}` : `To go on: ${again}`] : []),
  ];
}

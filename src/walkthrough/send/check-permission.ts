import { UserError } from '../../errors/user-error.ts';
import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import { isInsideWindow } from '../../plan/allowed-window.ts';

/**
 * Sees to it that a study may be sent at all, before anything is.
 * @param plan - what would be done, in lines
 * @throws UserError saying what is missing
 */
export function checkPermission(
  {
    allow,
    out,
    dossier,
    language,
  }: {
    readonly allow: string;
    readonly out?: string | undefined;
    readonly dossier?: string | undefined;
    readonly language: Language;
  },
  { testData, allowedWindow }: Facility,
  plan: readonly string[],
): void {
  const vi = language === 'vi';
  const words = allow
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const unknown = words.find((word) => word !== 'active' && word !== 'observe');
  if (unknown !== undefined) {
    throw new UserError(
      vi
        ? `--allow không nhận "${unknown}"; lệnh này chỉ cần active (gửi dữ liệu thử).`
        : `--allow does not take "${unknown}"; this command needs active (send test data) only.`,
    );
  }
  if (!words.includes('active')) {
    throw new UserError(
      vi
        ? 'Lệnh này lưu ca thử lên PACS nên cần --allow active. Chưa gửi gì. Lệnh sẽ làm:'
        : 'This stores a test study on the PACS and needs --allow active. Nothing was sent. It would do this:',
      { details: plan },
    );
  }
  if (testData === undefined) {
    throw new UserError(
      vi
        ? '--allow active cần mục testData trong tệp cơ sở: dữ liệu thử được xóa thế nào (removal) và PACS tự chuyển tiếp ảnh đi đâu (autoForward).'
        : '--allow active needs testData in the facility file: how test data is removed (removal) and where the PACS forwards to by itself (autoForward).',
    );
  }
  if (out === undefined && dossier === undefined) {
    throw new UserError(
      vi
        ? 'Cần --out (hồ sơ mới) hoặc --dossier (hồ sơ đã có): ca thử phải được ghi vào nhật ký trước khi gửi.'
        : 'Needs --out (a new dossier) or --dossier (one that is there): the study must be in a journal before it is sent.',
    );
  }
  if (!isInsideWindow(allowedWindow, new Date())) {
    const hours = (allowedWindow ?? [])
      .map(({ days, from, to }) => `${days.join(',')} ${from}-${to}`)
      .join('; ');
    throw new UserError(
      vi
        ? `Bây giờ nằm ngoài khung giờ bệnh viện cho phép (${hours}).`
        : `It is now outside the hours that the hospital allows (${hours}).`,
    );
  }
}

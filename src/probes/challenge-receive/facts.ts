import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

const count = (vi: string, en: string) => column(z.int().min(0), { vi, en });

/**
 * What a person sent to this computer from the hospital's screens: one row for each sender, or one that says that
 * nothing came. A person chose and sent; this tool compared what arrived: demonstrated.
 */
export const challengeReceiveFacts = defineFactGroup({
  name: 'challenge.receive',
  basis: 'demonstrated',
  probes: ['challenge-receive'],
  vi: 'Ca thử thách do người dùng chọn và gửi tới máy này từ phần mềm xem ảnh hoặc PACS',
  en: 'The challenge study as a user chose it and sent it to this computer from viewer or PACS',
  columns: {
    outcome: column(z.enum(['received', 'awaiting-person']), {
      vi: 'Đã nhận, hay còn chờ người dùng gửi',
      en: 'Received, or still waiting for a person to send',
    }),
    sender: maybe(z.string().max(16), {
      vi: 'AE title của bên gửi',
      en: 'AE title of the sender',
    }),
    node: maybe(z.string(), {
      vi: 'Mã nút trong facility.yaml có AE title ấy',
      en: 'Id in facility.yaml of the node with that AE title',
    }),
    selection: maybe(z.enum(['study', 'series', 'part']), {
      vi: 'Nhận đúng: cả ca, trọn một số sê-ri, hay một phần sê-ri',
      en: 'What came: the whole study, whole series of it, or parts of series',
    }),
    byRetrieval: maybe(z.boolean(), {
      vi: 'Gửi theo một lệnh C-MOVE (do phần mềm xem ảnh yêu cầu), không phải lệnh của công cụ',
      en: 'Sent for a C-MOVE that a viewer asked for, not this tool',
    }),
    expected: count('Số đối tượng của ca khi tạo', 'Objects of the study as it was made'),
    received: count('Số đối tượng gốc nhận được', 'Original objects received'),
    seriesComplete: count('Số sê-ri nhận đủ', 'Series received whole'),
    seriesPartial: count('Số sê-ri nhận thiếu', 'Series received in part'),
    missing: count(
      'Số đối tượng thiếu trong các sê-ri đã bắt đầu nhận',
      'Objects missing from series of which something came',
    ),
    pixelsEqual: count('Số ảnh có điểm ảnh không đổi', 'Images with unchanged pixel values'),
    pixelsLossy: count('Số ảnh bị nén mất dữ liệu', 'Images that came lossily compressed'),
    pixelsDifferent: count('Số ảnh có điểm ảnh khác', 'Images whose pixel values differ'),
    pixelsUnread: count('Số ảnh không giải nén được', 'Images in a coding not decoded here'),
    extra: count(
      'Số đối tượng khác của chính ca này (chú thích, số đo)',
      'Other objects of this very study (annotations, measurements)',
    ),
    refusedForeign: count(
      'Số đối tượng không phải của ca thử thách: đã từ chối, không giữ gì',
      'Objects that are not of the challenge study: refused, nothing kept',
    ),
    damaged: count(
      'Số đối tượng hỏng hoặc đứt giữa chừng',
      'Objects that were broken or cut short',
    ),
    transferSyntaxes: column(z.array(z.string()), {
      vi: 'Các cú pháp truyền đã dùng',
      en: 'Transfer syntaxes used',
    }),
    exact: maybe(z.boolean(), {
      vi: 'Đúng phần đã chọn: không thiếu, không thừa của ca khác, điểm ảnh không đổi',
      en: 'Exactly what was chosen: nothing missing, nothing of another study, pixels unchanged',
    }),
  },
});
export type ChallengeReceiveRow = RowOf<typeof challengeReceiveFacts>;
export const factGroups = [challengeReceiveFacts];
/** What this probe is called in print. */
export const title = { vi: 'Ca thử thách do người dùng gửi', en: 'Challenge study sent by a user' };

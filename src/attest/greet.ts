import { type AttestSession, pickText } from './session.ts';
import { wrapText } from './show-criterion.ts';

/** Says what will be asked, how to stop, and when what is signed today would not count. */
export function greet(session: AttestSession): void {
  const { dialogue, dossier } = session;
  const { assessedOn } = dossier.settings;
  dialogue.say(
    `${session.facility.facility.name}`,
    pickText(
      session,
      'Ghi xác nhận, hồ sơ, tuyên bố không có, từ chối cho đo. Không trả lời thì không có gì được ghi.',
      'Records attestations, documents, declarations of absence, refusals. Without an answer nothing is recorded.',
    ),
    pickText(
      session,
      'Đang nhập mà muốn bỏ: gõ !. Dừng hẳn: Ctrl-C; mục đã ghi được giữ, chạy lại lệnh này để làm tiếp.',
      'To give an entry up: type !. To stop: Ctrl-C; what was recorded stays, run this command again to go on.',
    ),
  );
  if (session.today > assessedOn) {
    dialogue.say(
      ...wrapText(
        pickText(
          session,
          `CHÚ Ý: hồ sơ này đánh giá tại ngày ${assessedOn}; xác nhận và giấy tờ đề ngày sau đó không được tính. Muốn tính đến hôm nay: dừng lại, chạy lại lệnh này với --assessed-on ${session.today}.`,
          `NOTE: this dossier speaks of ${assessedOn}; what is dated later does not count. To count it up to today: stop and run this command again with --assessed-on ${session.today}.`,
        ),
        dialogue.width,
        '',
      ),
    );
  }
}

import type { Language } from '../../locale/language.ts';
import type { ExchangeFindings } from '../../protocols/hl7/acknowledgement.ts';

type Finding = ExchangeFindings[keyof ExchangeFindings][number];

/** What was noticed of a peer's answer, in words. Observations, never faults by themselves. */
const findingWords: { readonly [K in Finding['kind']]: readonly [vi: string, en: string] } = {
  'foreign-acknowledgement': [
    'có xác nhận của một bản tin khác, không tính',
    'an acknowledgement of another message came and was passed over',
  ],
  'unsolicited-message': [
    'có bản tin không phải xác nhận, không giữ',
    'messages that are no acknowledgements came and were not kept',
  ],
  'unreadable-frame': ['có khối không phải HL7', 'blocks came whose content is not HL7'],
  'enhanced-mode': [
    'gửi xác nhận nhận bản tin (commit) dù không được yêu cầu',
    'a commit acknowledgement came that was not asked for',
  ],
  'unknown-ack-code': ['MSA-1 trống hoặc ngoài bảng 0008', 'MSA-1 is empty or not in table 0008'],
  'empty-msa-2': ['MSA-2 trống', 'MSA-2 is empty'],
  'answer-type': [
    'loại bản tin trả lời (MSH-9) không phải ACK; bình thường với câu trả lời truy vấn',
    'the type of the answer (MSH-9) is not ACK; normal for the answer to a query',
  ],
  'not-addressed-to-us': [
    'nơi nhận trong câu trả lời (MSH-5, MSH-6) không phải công cụ',
    'the answer is not addressed to this tool (MSH-5, MSH-6)',
  ],
  'version-differs': [
    'phiên bản HL7 của câu trả lời khác bản đã gửi (MSH-12)',
    'the answer has another HL7 version (MSH-12)',
  ],
  'charset-differs': [
    'bảng mã của câu trả lời khác bản đã gửi (MSH-18)',
    'the answer has another character set (MSH-18)',
  ],
  'repeated-answer': ['trả lời nhiều lần', 'it was answered more than once'],
  'frames-after-answer': ['còn khối khác sau câu trả lời', 'other blocks followed the answer'],
  'client-certificate-probably-required': [
    'có lẽ đòi chứng thư của bên gọi',
    'it probably asks for a client certificate',
  ],
  'http-content-type': ['kiểu nội dung HTTP không phải HL7', 'the HTTP content type is not HL7'],
  'http-status': [
    'mã HTTP đi kèm xác nhận khác thường',
    'the HTTP status beside the acknowledgement is unusual',
  ],
  'byte-order-mark': ['có dấu BOM ở đầu', 'it begins with a byte order mark'],
  'leading-bytes': ['có ký tự thừa trước MSH', 'characters stand before MSH'],
  'trailing-end-block': ['có ký tự kết thúc khối trong nội dung', 'an end block is in the content'],
  'line-ends': ['đoạn không kết thúc bằng CR', 'segments do not end in CR'],
  'line-feed-in-text': ['có LF bên trong đoạn', 'LF stands inside segments'],
  'missing-final-terminator': ['đoạn cuối không có CR', 'the last segment has no terminator'],
  'empty-line': ['có dòng trống giữa các đoạn', 'blank lines stand between segments'],
  'continuation-line': ['có dòng không mở đầu một đoạn', 'lines do not begin a segment'],
  'bad-segment-id': ['mã đoạn không hợp lệ', 'a segment identifier is not valid'],
  'second-header': ['có MSH thứ hai', 'there is a second MSH'],
  'ambiguous-delimiters': ['ký tự phân cách trùng nhau', 'delimiters are ambiguous'],
  'short-encoding-characters': ['MSH-2 thiếu ký tự', 'MSH-2 is short'],
  more: ['và các sai lệch cùng loại', 'and more of the same kind'],
  'charset-undeclared': ['không khai bảng mã (MSH-18)', 'no character set is declared (MSH-18)'],
  'charset-not-in-table-0211': [
    'tên bảng mã không có trong bảng 0211 (MSH-18)',
    'the character set is not in table 0211 (MSH-18)',
  ],
  'charset-unknown': ['bảng mã khai không hiểu được', 'the declared character set is not known'],
  'charset-mismatch': [
    'byte không đúng với bảng mã đã khai',
    'the bytes do not fit the declared character set',
  ],
  'charset-fallback': ['phải đoán bảng mã', 'the character set had to be guessed'],
  'end-block-in-content': [
    'có ký tự kết thúc khối trong nội dung',
    'an end block is in the content',
  ],
  'end-block-without-carriage-return': ['khối kết thúc không có CR', 'a block ends without CR'],
  'frame-too-large': ['khối quá lớn', 'a block is too large'],
  'line-breaks-between-frames': ['có xuống dòng giữa các khối', 'line breaks between blocks'],
  'missing-end-block': ['khối thiếu ký tự kết thúc', 'a block lacks its end'],
  'noise-between-frames': ['có ký tự lạ giữa các khối', 'stray bytes between blocks'],
  'start-block-in-content': ['có ký tự mở khối trong nội dung', 'a start block is in the content'],
  'too-much-noise': ['quá nhiều ký tự lạ', 'too many stray bytes'],
  'unfinished-frame': ['khối bị cắt dở', 'a block was cut off'],
};

/** A finding of the exchange in words. */
export function sayFinding({ kind }: Finding, language: Language): string {
  return findingWords[kind][language === 'vi' ? 0 : 1];
}

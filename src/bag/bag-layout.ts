/** Names of a BagIt 1.0 folder (RFC 8493 2). The whole dossier is its payload. */
export const bagFiles = {
  declaration: 'bagit.txt',
  info: 'bag-info.txt',
  manifest: 'manifest-sha256.txt',
  tagManifest: 'tagmanifest-sha256.txt',
  readMe: 'DOC-TOI.txt',
} as const;

/** Folder of the payload. */
export const payloadFolder = 'data';

/** The declaration, exactly (RFC 8493 2.1.1). */
export const bagDeclaration = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** One line of a manifest: SHA-256 and path. `sha256sum -c` reads it. */
export function manifestLine(sha256: string, file: string): string {
  return `${sha256}  ${file}\n`;
}

/**
 * What lies in the folder and how to check it, for whoever opens it without this tool. With a byte order mark and
 * Windows line ends, so that any Notepad shows Vietnamese rightly.
 */
export function readMeText(words: {
  readonly facility: string;
  readonly assessedOn: string;
  readonly assessmentSha256: string;
  readonly manifestSha256: string;
  readonly signed: boolean;
  readonly simulated: boolean;
}): string {
  const lines = [
    'HỒ SƠ BẰNG CHỨNG ĐÁNH GIÁ HỆ THỐNG RIS-PACS',
    '',
    `Cơ sở: ${words.facility}`,
    `Ngày đánh giá: ${words.assessedOn}`,
    ...(words.simulated ? ['BỆNH VIỆN MÔ PHỎNG: số liệu không phải của cơ sở thật.'] : []),
    '',
    'Trong thư mục data:',
    '  report.pdf, report.html   báo cáo (nếu đã lập)',
    '  assessment.json           kết quả, mọi báo cáo lập từ tệp này',
    '  evidence, attachments     từng bằng chứng và tệp kèm theo',
    '  checklist                 bộ tiêu chí đã dùng',
    '  side-effects.ndjson       những gì công cụ đã tạo trên hệ thống của cơ sở',
    words.signed
      ? '  signatures                chữ ký của cơ sở và của Hội đồng (nếu có)'
      : '  (hồ sơ này chưa được ký)',
    '',
    'Kiểm tra tệp còn nguyên, không cần rispacs:',
    '  Linux, macOS: sha256sum -c manifest-sha256.txt',
    '  Windows:      certutil -hashfile TÊN_TỆP SHA256, so với dòng của tệp đó trong manifest-sha256.txt',
    '',
    'Kiểm tra cả chữ ký và xét lại kết quả, không cần mạng:',
    '  rispacs verify TỆP.zip',
    '',
    `SHA-256 của data/assessment.json:     ${words.assessmentSha256}`,
    `SHA-256 của data/manifest-sha256.txt: ${words.manifestSha256}`,
    '',
    'Tệp còn nguyên nghĩa là không đổi kể từ khi lập danh mục; điều đó không chứng minh nội dung là đúng.',
    'Ai lập lại toàn bộ hồ sơ cũng lập lại được danh mục: hãy đối chiếu mã SHA-256 hoặc dấu vân tay của khóa ký',
    'nhận qua một đường khác (văn bản giấy, điện thoại).',
    '',
  ];
  return `\ufeff${lines.join('\r\n')}`.normalize('NFC');
}

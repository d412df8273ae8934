import type { Challenge } from '../challenge/index.ts';

/** The short text beside a study on disk, for whoever finds the folder. */
export function writeReadme({ runCode, recipe, study, series }: Challenge): string {
  const objects = series.reduce((sum, one) => sum + one.objects.length, 0);
  const issuer = recipe.seedIssuedBy === 'council' ? 'Hội đồng thẩm định' : 'cơ sở';
  return [
    'CA THỬ THÁCH RISPACS - DỮ LIỆU KIỂM THỬ, KHÔNG PHẢI NGƯỜI BỆNH',
    '',
    `Lượt:                ${runCode} (in trong mã QR của mọi ảnh)`,
    `Người bệnh thử:      KIỂM THỬ^RISPACS, mã ${study.patientId}`,
    `Số phiếu:            ${study.accessionNumber}`,
    `Study Instance UID:  ${study.studyInstanceUid}`,
    `Số ảnh:              ${objects} trong ${series.length} series`,
    `Chuỗi gốc do:        ${issuer} chọn`,
    '',
    'Trong thư mục này',
    '  recipe.json  công thức: từ tệp này tạo lại đúng từng byte của mọi ảnh và mọi đáp án.',
    '               Ai có tệp này thì tính được các mã ẩn; chỉ giao cho người tổ chức trình diễn.',
    '  dicom/       các tệp DICOM.',
    '',
    'Cách dùng',
    '  1. Trong facility.yaml ghi:  challenge: {folder: <thư mục này>}',
    '  2. Gửi lên PACS:             rispacs challenge send facility.yaml --out ho-so --allow active',
    '     (hoặc nhập dicom/ vào PACS bằng tay rồi dùng --challenge <thư mục này> ở bước 3)',
    '  3. Trình diễn có hướng dẫn:  rispacs challenge run ho-so',
    '  4. Kiểm một ảnh chụp:        rispacs challenge check anh.png --challenge <thư mục này>',
    '  5. Xóa khỏi PACS:            rispacs cleanup ho-so',
    '',
    'Hội đồng kiểm lại: rispacs challenge make --recipe recipe.json --out kiem-lai, rồi so hai thư mục dicom/;',
    'từng byte phải giống nhau.',
    '',
  ].join('\n');
}

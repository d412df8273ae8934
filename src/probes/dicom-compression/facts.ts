import { z } from 'zod';
import { dicomRoles } from '../../facility/roles.ts';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** Algorithms as the circular and PS3.5 part them. */
export const compressionFamilies = [
  'jpeg2000-lossless',
  'jpeg2000',
  'jpeg-lossless',
  'jpeg-lossy',
  'jpeg-ls',
  'rle',
  'htj2k',
] as const;

/**
 * One transfer syntax that an archive was asked for, one way: what came, whether it really is so coded, and whether it
 * decodes to what was stored (PS3.5 8.2, A.4).
 */
export const dicomCompressionFacts = defineFactGroup({
  name: 'dicom.compression',
  basis: 'measured',
  probes: ['dicom-compression'],
  vi: 'Nén ảnh thử, giải mã và so điểm ảnh',
  en: 'Compressing and decompressing: the test study fetched in one transfer syntax at a time, decoded, compared pixel by pixel',
  columns: {
    node: column(z.string(), {
      vi: 'Mã nút DICOM trong facility.yaml',
      en: 'DICOM node id in facility.yaml',
    }),
    role: column(z.enum(dicomRoles), { vi: 'Vai trò của nút', en: 'Role of the node' }),
    direction: column(z.enum(['compress', 'decompress']), {
      vi: 'compress: lưu không nén, lấy về nén; decompress: lưu nén, lấy về không nén',
      en: 'compress: stored uncompressed, fetched compressed; decompress: stored compressed, fetched uncompressed',
    }),
    transferSyntax: column(z.string(), {
      vi: 'UID cú pháp truyền nén',
      en: 'UID of the compressed transfer syntax',
    }),
    transferSyntaxName: column(z.string(), {
      vi: 'Tên cú pháp truyền nén',
      en: 'Name of the compressed transfer syntax',
    }),
    family: column(z.enum(compressionFamilies), { vi: 'Giải thuật nén', en: 'Algorithm' }),
    way: maybe(z.enum(['get', 'move', 'wado-rs']), {
      vi: 'Cách lấy: C-GET, C-MOVE về máy này, hoặc WADO-RS; không có khi ảnh nén đã không lưu được',
      en: 'Fetched by C-GET, C-MOVE to this computer or WADO-RS; absent when the compressed image could not be stored',
    }),
    objectsAsked: column(z.int(), {
      vi: 'Số ảnh đã hỏi (những ảnh mà cú pháp này chứa được)',
      en: 'Images asked for (those that this syntax can hold)',
    }),
    objectsReceived: column(z.int(), { vi: 'Số ảnh đã nhận', en: 'Images received' }),
    encoded: maybe(z.boolean(), {
      vi: 'Mọi ảnh nhận được thật sự được mã hóa như cú pháp đã hỏi',
      en: 'Every image received really is coded as the syntax asked for',
    }),
    decoded: maybe(z.boolean(), {
      vi: 'Mọi khung ảnh nhận được giải mã được',
      en: 'Every frame received decodes',
    }),
    pixelsEqual: maybe(z.boolean(), {
      vi: 'Mọi điểm ảnh bằng đúng điểm ảnh đã lưu',
      en: 'Every pixel is the one that was stored',
    }),
    maxDifference: maybe(z.number(), {
      vi: 'Sai khác lớn nhất của một mẫu, theo giá trị lưu; không có khi kích thước, số bit hoặc hệ màu đã đổi',
      en: 'Largest difference of a sample, in stored values; absent when size, bits or colour space were changed',
    }),
    psnrDb: maybe(z.number(), {
      unit: 'dB',
      vi: 'Tỷ số tín hiệu đỉnh trên nhiễu thấp nhất trong các ảnh khác với bản gốc',
      en: 'Lowest peak signal-to-noise ratio of the images that differ from what was stored',
    }),
    lossyFlag: maybe(z.enum(['00', '01', 'mixed']), {
      vi: 'Lossy Image Compression (0028,2110) trong các ảnh nhận được',
      en: 'Lossy Image Compression (0028,2110) in the images received',
    }),
    ratioFlag: maybe(z.boolean(), {
      vi: 'Có Lossy Image Compression Ratio (0028,2112) trong mọi ảnh nhận được',
      en: 'Lossy Image Compression Ratio (0028,2112) is in every image received',
    }),
    methodFlag: maybe(z.boolean(), {
      vi: 'Có Lossy Image Compression Method (0028,2114) trong mọi ảnh nhận được',
      en: 'Lossy Image Compression Method (0028,2114) is in every image received',
    }),
    compressedRatio: maybe(z.number(), {
      vi: 'Số byte điểm ảnh không nén chia cho số byte đã nén, tính trên mọi ảnh nhận được',
      en: 'Uncompressed bytes of pixels divided by compressed ones, over all images received',
    }),
    defect: maybe(z.string(), {
      vi: 'Điều sai đầu tiên ở ảnh nhận được, dạng mã',
      en: 'First thing wrong with what was received, as a code',
    }),
    refusal: maybe(z.string(), {
      vi: 'Vì sao không nhận đủ ảnh: lý do từ chối, mã trạng thái DIMSE hoặc HTTP',
      en: 'Why not everything came: reason of refusal, DIMSE or HTTP status',
    }),
  },
});

export type DicomCompressionRow = RowOf<typeof dicomCompressionFacts>;
export type CompressionFamily = DicomCompressionRow['family'];
export type RetrieveWay = NonNullable<DicomCompressionRow['way']>;
export const factGroups = [dicomCompressionFacts];
/** What this probe is called in print. */
export const title = { vi: 'Nén ảnh của PACS', en: 'Compression by the PACS' };

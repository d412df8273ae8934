import type { Language } from '../locale/language.ts';
import type { SignatureCheck, SignatureProblem } from '../signature/check-signatures.ts';
import { groupHex } from '../signature/fingerprint.ts';
import type { PdfSignature } from '../signature/pdf/read-pdf-signatures.ts';
import type { SigningParty } from '../signature/signature-file.ts';
import type { TimeStampCheck } from '../signature/time-stamp/check-time-stamp.ts';
import type { Verification } from './verify-dossier.ts';

const parties: Readonly<Record<SigningParty, readonly [string, string]>> = {
  facility: ['cơ sở', 'facility'],
  council: ['Hội đồng', 'council'],
};

const problems: Readonly<Record<SignatureProblem, readonly [vi: string, en: string]>> = {
  incomplete: ['thiếu tệp của chữ ký', 'a file of the signature is missing'],
  malformed: ['tệp chữ ký không đúng dạng', 'the signature file is not in its form'],
  'wrong-party': ['chữ ký của bên khác', 'it is the signature of another party'],
  'other-key': ['khóa công khai không khớp với chữ ký', 'the public key does not match'],
  'not-by-this-key': [
    'không phải do khóa này ký, hoặc nội dung ký đã bị sửa',
    'not made by this key, or what is signed was edited',
  ],
  'other-manifest': [
    'ký trên một danh mục khác: hồ sơ đã bị sửa sau khi ký, hoặc đây là chữ ký của hồ sơ khác',
    'over another manifest: the dossier was changed after signing, or it is the signature of another dossier',
  ],
  'other-assessment': ['ký trên một kết quả khác', 'over another result'],
  'same-key': [
    'do chính khóa của cơ sở ký, không phải khóa của Hội đồng',
    "made by the facility's own key, not by one of the council",
  ],
  'facility-signature-missing': [
    'Hội đồng đã ký trên chữ ký của cơ sở, nhưng chữ ký của cơ sở không còn',
    "the council signed the facility's signature, which is gone",
  ],
  'other-facility-signature': [
    'Hội đồng đã ký trên một chữ ký khác của cơ sở',
    'the council signed another signature of the facility',
  ],
};

/** Who signed what, and what that is worth. */
export function describeSignatures(
  { signatures, reportSignatures }: Verification,
  language: Language,
): string[] {
  const vi = language === 'vi';
  const lines = signatures.flatMap((one) => describeOne(one, language));
  for (const one of reportSignatures) lines.push(describePdf(one, language));
  if (reportSignatures.at(-1)?.coversWholeFile === false)
    lines.push(
      vi
        ? '   report.pdf: CÓ NỘI DUNG THÊM VÀO sau chữ ký cuối cùng.'
        : '   report.pdf: SOMETHING WAS APPENDED after the last signature.',
    );
  return lines;
}

function describeOne(one: SignatureCheck, language: Language): string[] {
  if (one.state === 'absent') return [];
  const vi = language === 'vi';
  const party = parties[one.as][vi ? 0 : 1];
  if (one.state === 'broken') {
    const why = problems[one.problem][vi ? 0 : 1];
    return [
      vi
        ? `   CHỮ KÝ CỦA ${party} KHÔNG ĐÚNG: ${why}.`
        : `   SIGNATURE OF THE ${party} IS NOT RIGHT: ${why}.`,
    ];
  }
  const who = printable(one.role === undefined ? one.name : `${one.name}, ${one.role}`);
  return [
    vi
      ? `   Chữ ký của ${party} đúng: ghi tên ${who}, lúc ${one.signedAt} theo đồng hồ máy ký; khóa ${groupHex(one.fingerprint)}`
      : `   Signature of the ${party} is right: in the name of ${who}, at ${one.signedAt} by the signer's clock; key ${groupHex(one.fingerprint)}`,
    ...(one.timeStamp ? [describeStamp(one.timeStamp, vi)] : []),
  ];
}

function describeStamp(stamp: TimeStampCheck, vi: boolean): string {
  if (stamp.state === 'intact')
    return vi
      ? `     Dấu thời gian: ${stamp.time}, ${printable(stamp.authority)}`
      : `     Time stamp: ${stamp.time}, ${printable(stamp.authority)}`;
  return vi
    ? '     DẤU THỜI GIAN KHÔNG ĐÚNG với chữ ký này.'
    : '     THE TIME STAMP IS NOT RIGHT for this signature.';
}

function describePdf(one: PdfSignature, language: Language): string {
  const vi = language === 'vi';
  const isStamp = one.kind === 'document-time-stamp';
  const what = isStamp
    ? vi
      ? 'dấu thời gian'
      : 'time stamp'
    : vi
      ? 'chữ ký số'
      : 'digital signature';
  const states = {
    intact: vi ? 'còn nguyên vẹn' : 'intact',
    changed: vi ? 'NỘI DUNG ĐÃ ĐỔI sau khi ký' : 'CONTENT CHANGED after signing',
    unreadable: vi ? 'KHÔNG ĐỌC ĐƯỢC' : 'CANNOT BE READ',
  };
  const who = one.signer
    ? vi
      ? `, ${printable(one.signer.name)} (chứng thư do ${printable(one.signer.issuer)} cấp, ${describeChain(one, vi)})`
      : `, ${printable(one.signer.name)} (certificate by ${printable(one.signer.issuer)}, ${describeChain(one, vi)})`
    : '';
  const clock =
    one.clock === 'time-stamp'
      ? vi
        ? 'dấu thời gian'
        : 'time stamp'
      : vi
        ? 'đồng hồ máy ký'
        : "signer's clock";
  const when = one.signedAt === undefined ? '' : `, ${one.signedAt} (${clock})`;
  const stamp = one.timeStampBroken
    ? vi
      ? '; DẤU THỜI GIAN KHÔNG ĐÚNG'
      : '; THE TIME STAMP IS NOT RIGHT'
    : '';
  return `   report.pdf: ${what} ${states[one.digest]}${who}${when}${stamp}.${describeLater(one, vi)}`;
}

function describeLater({ later }: PdfSignature, vi: boolean): string {
  if (later === undefined) return '';
  if (later === 'signatures-only')
    return vi
      ? ' Sau đó chỉ thêm chữ ký; chữ ký này không bảo đảm cho các chữ ký thêm sau.'
      : ' Only signatures were added after it, which it does not cover.';
  if (later === 'changed')
    return vi
      ? ' NỘI DUNG ĐÃ KÝ BỊ THAY bằng phần thêm vào sau chữ ký này.'
      : ' WHAT WAS SIGNED IS REPLACED by what was appended after it.';
  return vi
    ? ' KHÔNG XÉT ĐƯỢC phần thêm vào sau chữ ký này.'
    : ' WHAT WAS APPENDED after it CANNOT BE JUDGED.';
}

function describeChain({ chain }: PdfSignature, vi: boolean): string {
  if (chain === 'trusted')
    return vi ? 'dẫn về đơn vị cấp đã nêu ở --ca' : 'leads to an authority of --ca';
  if (chain === 'not-trusted')
    return vi ? 'KHÔNG DẪN VỀ đơn vị cấp đã nêu ở --ca' : 'DOES NOT LEAD to an authority of --ca';
  return vi ? 'chưa xét đơn vị cấp; dùng --ca' : 'issuer not judged; use --ca';
}

/** What was expected, and what the answer is worth without it. */
export function describeExpected(
  { expected, signatures }: Verification,
  language: Language,
): string[] {
  const vi = language === 'vi';
  const lines: string[] = [];
  const hashes = {
    zip: vi ? 'tệp ZIP này' : 'this ZIP file',
    manifest: vi ? 'danh mục (mọi tệp)' : 'the manifest (every file)',
    assessment: vi
      ? 'kết quả assessment.json; các tệp khác chỉ được danh mục bảo đảm'
      : 'the result assessment.json; the other files rest on the manifest alone',
  };
  if (expected.sha256 === 'none')
    lines.push(
      vi
        ? '   KHÔNG KHỚP: mã SHA-256 đã nêu không phải của hồ sơ này.'
        : '   NO MATCH: the expected SHA-256 is not that of this dossier.',
    );
  else if (expected.sha256)
    lines.push(
      vi
        ? `   Khớp mã SHA-256 đã nêu: ${hashes[expected.sha256]}.`
        : `   Matches the expected SHA-256: ${hashes[expected.sha256]}.`,
    );
  for (const { fingerprint, signed } of expected.keys)
    lines.push(
      signed
        ? vi
          ? `   Có chữ ký đúng của khóa đã nêu ${groupHex(fingerprint)}.`
          : `   Rightly signed by the expected key ${groupHex(fingerprint)}.`
        : vi
          ? `   THIẾU CHỮ KÝ của khóa đã nêu ${groupHex(fingerprint)}.`
          : `   NO SIGNATURE by the expected key ${groupHex(fingerprint)}.`,
    );
  const signed = signatures.some((one) => one.state === 'valid');
  const held = expected.sha256 !== undefined || expected.keys.length > 0;
  lines.push(describeLimit(signed, held, vi));
  return lines;
}

function describeLimit(signed: boolean, held: boolean, vi: boolean): string {
  if (held)
    return vi
      ? '   Tệp còn nguyên nghĩa là không bị sửa, không chứng minh nội dung là đúng.'
      : '   Intact files mean unchanged, not that the content is true.';
  if (signed)
    return vi
      ? '   Ai cũng tạo được khóa mang tên bất kỳ: hãy đối chiếu dấu vân tay của khóa với người ký qua đường khác, rồi chạy lại với --key-fingerprint.'
      : '   Anyone can make a key in any name: compare the fingerprint with the signer by another way, then run again with --key-fingerprint.';
  return vi
    ? '   Hồ sơ này không có chữ ký: tệp còn nguyên chỉ cho biết không bị sửa kể từ khi lập danh mục. Một hồ sơ được lập lại toàn bộ cùng danh mục mới thì không phát hiện được nếu không có --expect-sha256 hoặc --key-fingerprint; và không gì ở đây chứng minh nội dung là đúng.'
    : '   This dossier is not signed: intact files mean unchanged since the manifest was written. A dossier made anew as a whole, with its manifest, cannot be detected without --expect-sha256 or --key-fingerprint; and nothing here proves that the content is true.';
}

function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, '?');
}

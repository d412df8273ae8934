import { describe, expect, it } from 'vitest';
import type { FactRow } from '../../../src/evidence/evidence.ts';
import { tellFacts } from '../../../src/probes/dicom/tell-facts.ts';
import {
  CURRENT_STORAGE_SOP_CLASSES,
  SERVICE_SOP_CLASSES,
  TRANSFER_SYNTAXES,
  tellUid,
} from '../../../src/protocols/dicom/index.ts';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const mr = '1.2.840.10008.5.1.4.1.1.4';
const us = '1.2.840.10008.5.1.4.1.1.6.1';
const common = { node: 'pacs', role: 'pacs' };
const implicit = '1.2.840.10008.1.2';
const explicit = '1.2.840.10008.1.2.1';

function context(sopClass: string, transferSyntax: string, accepted: boolean, more: FactRow = {}) {
  return {
    ...common,
    sopClass,
    sopClassName: tellUid(sopClass),
    service: sopClass.startsWith('1.2.840.10008.5.1.4.1.1.') ? 'storage' : 'print',
    transferSyntax,
    transferSyntaxName: tellUid(transferSyntax),
    accepted,
    ...(accepted ? {} : { refusal: 'abstract-syntax-not-supported' }),
    ...more,
  };
}

const tell = (group: string, rows: readonly FactRow[], language: 'vi' | 'en' = 'en') =>
  tellFacts({ [group]: rows }, language);

describe('the matrix in a terminal', () => {
  const still = TRANSFER_SYNTAXES.filter((one) => one.coding !== 'video').map(({ uid }) => uid);

  it('has a line for each image class, with its syntaxes in words', () => {
    const lines = tell('dicom.context', [
      ...[ct, mr].flatMap((one) => still.map((syntax) => context(one, syntax, true))),
      ...still.map((syntax) => context(us, syntax, /4\.70$/.test(syntax))),
    ]);
    expect(lines[0]).toBe('SOP classes the node accepts: 3 of 3 asked');
    expect(lines).toContain(
      '    CT Image Storage: implicit LE, explicit LE, deflated, big endian, JPEG (baseline, extended, lossless, SV1), JPEG-LS (lossless, near-lossless), JPEG 2000 (lossless, lossy), HTJ2K (lossless, RPCL, lossy), RLE',
    );
    expect(lines).toContain('    MR Image Storage: as above');
    expect(lines).toContain('    Ultrasound Image Storage: JPEG (SV1)');
  });

  it('gathers the classes asked uncompressed by kind, and counts what was refused beyond a few', () => {
    const lines = tell('dicom.context', [
      ...CURRENT_STORAGE_SOP_CLASSES.flatMap(({ uid, kind }) =>
        [implicit, explicit].map((syntax) => context(uid, syntax, kind === 'report')),
      ),
      context('1.2.840.10008.5.1.1.9', implicit, false),
    ]);
    expect(lines.length).toBeLessThan(9);
    expect(lines.join('\n')).toMatch(/Structured reports.*\(22\): Key Object Selection Document; /);
    expect(lines.join('\n')).toMatch(/Refused \(147\)\n.*Storage: .*and 136 more/);
  });

  it('shows services, unknown syntaxes by name, and how many classes C-GET would send', () => {
    const lines = tell(
      'dicom.context',
      [
        context('1.2.840.10008.5.1.1.9', explicit, true),
        context(ct, '1.2.840.10008.1.2.4.110', true, { sendsByGet: true }),
        context(mr, '1.2.3.4', true, { sendsByGet: false }),
      ],
      'vi',
    );
    expect(lines).toContain('  In phim');
    expect(lines).toContain('    Basic Grayscale Print Management Meta: explicit LE');
    expect(lines).toContain('    CT Image Storage: JPEG XL Lossless');
    expect(lines).toContain('    MR Image Storage: 1.2.3.4');
    expect(lines).toContain('  Gửi được qua C-GET: 1 trong 2 lớp ảnh');
  });

  it('stays readable for a node that accepts everything', () => {
    const rows = [...SERVICE_SOP_CLASSES, ...CURRENT_STORAGE_SOP_CLASSES].flatMap(({ uid }) =>
      [implicit, explicit].map((syntax) => context(uid, syntax, true)),
    );
    expect(tell('dicom.context', rows).length).toBeLessThan(60);
  });
});

describe('claims in a terminal', () => {
  it('are counted where they agree and shown where they differ, both ways', () => {
    const claim = (row: FactRow) => ({
      node: 'pacs',
      sopClass: ct,
      sopClassName: 'CT Image Storage',
      service: 'storage',
      role: 'scp',
      ...row,
    });
    expect(
      tell('dicom.claim', [
        claim({ claimed: true, negotiated: 'accepted', agrees: true }),
        claim({ claimed: true, negotiated: 'role-not-visible', role: 'scu' }),
        claim({ claimed: true, negotiated: 'not-probed' }),
        claim({
          claimed: true,
          negotiated: 'refused',
          agrees: false,
          transferSyntax: '1.2.840.10008.1.2.4.90',
        }),
        claim({ claimed: false, negotiated: 'accepted', agrees: false, sopClass: mr }),
      ]),
    ).toEqual([
      'Beside the DICOM conformance statement: 4 claims',
      '  agree: 1; SCU roles, which the side that calls cannot see: 1; not tried: 1',
      '  Claimed but not accepted (1)',
      '    CT Image Storage: JPEG 2000 (lossless)',
      '  Accepted but not claimed (1)',
      '    CT Image Storage',
    ]);
  });
});

describe('the other checks in a terminal', () => {
  it('say what was asked and what came of it', () => {
    const lines = tellFacts(
      {
        'dicom.query': [
          {
            ...common,
            level: 'study',
            status: 0,
            answers: 1,
            capped: false,
            ownAnswers: 1,
            characterSetFits: false,
            nameIntact: false,
          },
          { ...common, level: 'series' },
          { ...common, level: 'worklist', answers: 100, capped: true },
        ],
        'dicom.access': [
          { ...common, check: 'unknown-calling-ae', rejected: false },
          { ...common, check: 'unknown-calling-ae-query', rejected: true },
        ],
        'dicom.tls': [
          {
            ...common,
            port: 2762,
            offered: true,
            protocol: 'TLSv1.3',
            cipher: 'TLS_AES_256_GCM_SHA384',
            certificateSubject: 'CN=pacs',
            certificateValidTo: '2027-01-01',
            certificateTrusted: true,
            nameMatches: true,
          },
        ],
        'dicom.plain': [{ ...common, port: 104, answered: true, outcome: 'accepted' }],
      },
      'vi',
    );
    expect(lines).toEqual([
      'Truy vấn C-FIND bằng mã của dữ liệu thử',
      '  ca chụp: trạng thái 0x0000, 1 câu trả lời; 1 câu về người bệnh thử, bộ ký tự không khai; byte không đúng bộ ký tự; họ tên không nguyên vẹn',
      '  loạt ảnh: không có kết quả',
      '  danh sách chờ: dừng ở 100 câu trả lời: nút không lọc theo mã đã hỏi',
      'Kiểm soát truy cập',
      '  AE title gọi lạ: được nhận',
      '  C-FIND dưới AE title lạ: bị từ chối',
      'Mã hóa đường truyền',
      '  cổng 2762: có TLS; TLSv1.3, TLS_AES_256_GCM_SHA384; chứng thư CN=pacs, hết hạn 2027-01-01; kiểm được; đúng tên',
      '  cổng 104: nhận association không mã hóa',
    ]);
  });
});

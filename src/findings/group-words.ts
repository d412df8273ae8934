import type { FactRow } from '../evidence/evidence.ts';
import type { BilingualText } from '../locale/language.ts';
import type { SeenThing } from './seen.ts';

/** What a sentence may use of a row: a column's value in words, empty where it is not known. */
export interface RowCells {
  readonly row: FactRow;
  readonly text: (column: string) => string;
  readonly vi: boolean;
}

/** How findings speak of one fact group. What is left out is said with the labels of the registry. */
export interface GroupWords {
  /** Head of the sentence that rows were seen. */
  readonly seen?: BilingualText;
  /** What is said to be lacking where none was seen. */
  readonly lack?: BilingualText;
  /** What a row is called. */
  readonly row?: (cells: RowCells) => string;
  /** The column, or the words, that stand before the rows they hold for: `pacs-chinh (…; …)`. */
  readonly at?: string | ((cells: RowCells) => string);
  /** What is counted when many rows agree: "9/9 máy". */
  readonly rows?: BilingualText;
  readonly columns?: Readonly<Record<string, ColumnWords>>;
}

/** How findings speak of one column. */
export interface ColumnWords {
  /** Head when the value is what the rule asks for; it runs on into the value, without a colon. */
  readonly holds?: BilingualText;
  /** Heads for the two values of a yes-or-no column: the sentence then names the rows only. */
  readonly yes?: BilingualText;
  readonly no?: BilingualText;
  /** Said in place of "no figure …" when nothing of the kind is known. */
  readonly unknown?: BilingualText;
  /** Values in other words than rules use. */
  readonly values?: Readonly<Record<string, BilingualText>>;
  /** Says row and value together, where the value alone would not tell what was done. */
  readonly item?: (cells: RowCells) => SeenThing;
}

const named =
  (...columns: readonly string[]) =>
  ({ text }: RowCells): string =>
    columns
      .map(text)
      .filter((value) => value !== '')
      .join('/');

const supportHead = {
  holds: {
    vi: 'Hỗ trợ của nhà sản xuất vào ngày đánh giá, theo bảng thời hạn hỗ trợ:',
    en: "Maker's support on the day of assessment, by the dated table:",
  },
  values: {
    supported: { vi: 'còn hỗ trợ', en: 'supported' },
    'extended-only': {
      vi: 'chỉ còn hỗ trợ kéo dài phải mua',
      en: 'only an extension that is bought',
    },
    ended: { vi: 'đã hết hỗ trợ', en: 'support has ended' },
    'open-source': {
      vi: 'phần mềm mã nguồn mở, thuộc ngoại lệ',
      en: 'open source, which is exempt',
    },
    'open-source-ended': {
      vi: 'phần mềm mã nguồn mở, thuộc ngoại lệ, nhưng không còn ai vá lỗi',
      en: 'open source, which is exempt, but nobody mends it any more',
    },
  },
} as const satisfies ColumnWords;

/** How a step of the walk was checked, and before how many: witnesses are what its record says, not what the tool saw. */
function sayCheck({ row, text, vi }: RowCells): string {
  const how: Readonly<Record<string, string>> = {
    picture: vi ? 'mã trong ảnh chụp' : 'codes in pictures',
    code: vi ? 'mã gõ lại' : 'typed codes',
    value: vi ? 'trị số đo trong dung sai' : 'measured values within tolerance',
  };
  const check = how[String(row.kind)];
  const witnesses = vi
    ? `theo biên bản có ${text('witnesses')} người chứng kiến`
    : `by its record before ${text('witnesses')} witnesses`;
  return check === undefined ? '' : `${check}, ${witnesses}`;
}

/** A step of the walk, with the code or the value that was typed. */
function sayTask({ row, text, vi }: RowCells): string {
  const { kind, typed, expectedText } = row;
  if (typeof typed !== 'string') return text('function');
  if (kind !== 'value') return `${text('function')} "${typed}"`;
  const unit = typeof expectedText === 'string' ? expectedText.split(' ')[1] : undefined;
  const words: Readonly<Record<string, string>> = { deg: vi ? 'độ' : 'degrees', mm2: 'mm²' };
  return `${text('function')} ${typed}${unit === undefined ? '' : ` ${words[unit] ?? unit}`}`;
}

/** What arrived of the challenge study; "exactly" only where the record says so. */
function sayReceived({ row, text, vi }: RowCells): string {
  const from = text('node') === '' ? text('sender') : text('node');
  const asked =
    row.byRetrieval === true
      ? vi
        ? ', theo lệnh C-MOVE của phần mềm xem ảnh'
        : ', for a C-MOVE that a viewer asked for'
      : '';
  const exact =
    row.exact === true ? (vi ? ', đủ và đúng từng điểm ảnh' : ', whole and with every pixel') : '';
  return vi
    ? `từ ${from}${asked}, nhận ${text('received')} ảnh, trọn ${text('seriesComplete')} sê-ri${exact} (cả ca có ${text('expected')} ảnh)`
    : `from ${from}${asked}, ${text('received')} images, ${text('seriesComplete')} whole series${exact} (the study has ${text('expected')})`;
}

function sayMedium({ row, text, vi }: RowCells): string {
  const whole =
    row.complete === true ? (vi ? ', DICOMDIR liệt kê đủ' : ', all listed by the DICOMDIR') : '';
  return vi
    ? `${text('medium')}: ${text('found')}/${text('expected')} ảnh, ${text('pixelsEqual')} ảnh đúng từng điểm ảnh${whole}`
    : `${text('medium')}: ${text('found')} of ${text('expected')} images, ${text('pixelsEqual')} with every pixel${whole}`;
}

function sayQuery({ row, text, vi }: RowCells): string {
  const answers =
    row.answers === undefined ? '' : `, ${text('answers')} ${vi ? 'câu trả lời' : 'answers'}`;
  const status =
    row.status === undefined ? '' : `: ${vi ? 'trạng thái' : 'status'} ${text('status')}`;
  const level = row.level === 'worklist' ? '' : vi ? 'mức ' : 'level ';
  return `${level}${text('level')}${status}${answers}`;
}

/** By name of the fact group. */
export const groupWords: Readonly<Record<string, GroupWords>> = {
  'host.computer': {
    lack: {
      vi: 'cấu hình máy đọc từ hệ điều hành',
      en: 'a computer read from its operating system',
    },
    row: named('host'),
    rows: { vi: 'máy', en: 'computers' },
    columns: {
      wiredNetworkUp: {
        yes: {
          vi: 'Có cổng mạng dây đang hoạt động, có địa chỉ IP',
          en: 'With a wired port that is up and has an IP address',
        },
        no: {
          vi: 'Không có cổng mạng dây nào đang hoạt động',
          en: 'Without a wired port that is up',
        },
      },
    },
  },
  'host.software': {
    lack: { vi: 'phần mềm đọc từ hệ điều hành', en: 'software read from an operating system' },
    row: ({ text, vi }) =>
      `${[text('name'), text('version')].filter((one) => one !== '').join(' ')} ${vi ? 'trên' : 'on'} ${text('host')}`,
    rows: { vi: 'phần mềm', en: 'programs' },
    columns: { supportState: supportHead },
  },
  'database.server': {
    lack: {
      vi: 'phiên bản do chính cơ sở dữ liệu cho biết',
      en: 'a version told by the database itself',
    },
    row: ({ text, vi }) =>
      `${[text('product'), text('version')].filter((one) => one !== '').join(' ')} ${vi ? 'của' : 'of'} ${text('database')}`,
    rows: { vi: 'cơ sở dữ liệu', en: 'databases' },
    columns: { supportState: supportHead },
  },
  'host.volume': {
    lack: {
      vi: 'vùng lưu trữ đọc từ hệ điều hành',
      en: 'a storage volume read from an operating system',
    },
    at: 'host',
    row: named('mount'),
  },
  'lan.port': { row: named('host', 'port'), rows: { vi: 'cổng mạng', en: 'network ports' } },
  'lan.path': {
    lack: {
      vi: 'kết quả đo một đường trong mạng nội bộ',
      en: 'a measurement of a path of the local network',
    },
    row: named('path'),
    rows: { vi: 'đường đo', en: 'paths' },
  },
  'lan.vlan': {
    row: ({ text }) => `${text('switch')}, VLAN ${text('vlan')}`,
    columns: {
      dedicated: {
        yes: {
          vi: 'V-LAN chỉ có máy của RIS-PACS',
          en: 'VLAN with computers of the RIS-PACS only',
        },
        no: {
          vi: 'Trong V-LAN khai là riêng có máy văn phòng đang nối',
          en: 'An office computer is connected in the VLAN that is declared to be separate',
        },
      },
    },
  },
  'internet.line': { row: named('test'), rows: { vi: 'phép đo', en: 'tests' } },
  'redundancy.cluster': {
    lack: { vi: 'cụm máy chủ dự phòng', en: 'a cluster of servers' },
    row: named('cluster'),
    rows: { vi: 'cụm', en: 'clusters' },
    columns: {
      healthyNodes: {
        holds: {
          vi: 'Số máy đang phục vụ được hoặc sẵn sàng thay trong mỗi cụm:',
          en: 'Servers of each cluster that serve or are ready to take over:',
        },
      },
      oneSided: {
        yes: {
          vi: 'Mới có lời của một máy về chính nó, chưa biết các máy kia',
          en: 'Only what one server says of itself; the others are not known',
        },
        no: {
          vi: 'Trạng thái nói về các máy của cụm, không chỉ về một máy',
          en: 'The state tells of the servers of the cluster, not of one alone',
        },
      },
      ageDays: {
        holds: {
          vi: 'Trạng thái đã ghi trước khi thu thập:',
          en: 'Age of this state when it was collected:',
        },
      },
    },
  },
  'backup.job': {
    lack: { vi: 'sổ của phần mềm sao lưu', en: 'the records of a backup software' },
    row: named('job'),
    rows: { vi: 'việc sao lưu', en: 'backup jobs' },
    columns: {
      ageHours: {
        holds: {
          vi: 'Bản sao lưu thành công gần nhất, trước khi thu thập:',
          en: 'Latest backup without fault, before it was collected:',
        },
      },
    },
  },
  'balancer.backend': {
    row: named('balancer', 'name'),
    rows: { vi: 'nhóm máy chủ', en: 'groups' },
  },
  'power.ups': {
    row: ({ text }) => [text('ups'), text('model')].filter((one) => one !== '').join(', '),
    columns: {
      onMains: {
        yes: { vi: 'UPS đang dùng điện lưới và sẵn sàng', en: 'UPS fed by the mains and ready' },
        no: { vi: 'UPS không ở trạng thái sẵn sàng', en: 'UPS not ready' },
      },
    },
  },
  'dicom.node': {
    lack: { vi: 'nút DICOM kết nối được', en: 'a DICOM node connected to' },
    seen: { vi: 'Nút DICOM đã kết nối', en: 'DICOM nodes connected to' },
    row: named('node'),
    rows: { vi: 'nút DICOM', en: 'DICOM nodes' },
    columns: {
      echoStatus: {
        holds: { vi: 'C-ECHO thành công, trạng thái', en: 'C-ECHO succeeded, status' },
      },
    },
  },
  'dicom.context': {
    lack: {
      vi: 'lớp SOP được chấp nhận khi thỏa thuận',
      en: 'an SOP class accepted in negotiation',
    },
    seen: {
      vi: 'Lớp SOP được chấp nhận khi thỏa thuận',
      en: 'SOP classes accepted in negotiation',
    },
    at: 'node',
    row: named('sopClassName'),
  },
  'dicom.query': {
    lack: { vi: 'câu trả lời C-FIND', en: 'an answer to C-FIND' },
    seen: {
      vi: 'Truy vấn C-FIND chỉ hỏi dữ liệu thử của công cụ (RISPACS-TEST), chỉ đếm câu trả lời',
      en: 'C-FIND for our own test data only (RISPACS-TEST), answers counted and dropped',
    },
    at: 'node',
    row: sayQuery,
  },
  'dicom.find': {
    lack: { vi: 'ca thử tìm được đủ bằng C-FIND', en: 'the test study found whole by C-FIND' },
    at: 'node',
    row: ({ text, vi }) =>
      vi
        ? `mức ${text('level')}: thấy ${text('ours')}/${text('expected')} bản ghi`
        : `level ${text('level')}: ${text('ours')} of ${text('expected')} records`,
  },
  'dicom.store': {
    lack: { vi: 'ca thử lưu được bằng C-STORE', en: 'the test study stored by C-STORE' },
    at: 'node',
    row: ({ text, vi }) =>
      `${text('sopClassName')}: ${vi ? 'nhận' : 'took'} ${text('accepted')}/${text('objects')}`,
  },
  'dicom.retrieve': {
    lack: {
      vi: 'ca thử lấy lại hoặc chuyển tiếp được đủ',
      en: 'the test study retrieved or forwarded whole',
    },
    at: 'node',
    row: ({ row, text, vi }) =>
      row.received === undefined
        ? text('method')
        : `${text('method')}: ${text('received')}/${text('expected')} ${vi ? 'đối tượng' : 'objects'}`,
  },
  'dicom.compression': {
    lack: { vi: 'ảnh thử nén rồi giải mã đúng', en: 'test images compressed and decoded right' },
    seen: {
      vi: 'Ảnh thử lấy về ở dạng nén, giải mã rồi so điểm ảnh',
      en: 'Test images fetched compressed, decoded and compared pixel by pixel',
    },
    at: 'node',
    row: named('transferSyntaxName'),
  },
  'dicom.mpps': { row: named('node') },
  'dicom.claim': { at: 'node', row: named('sopClassName', 'transferSyntaxName') },
  'dicomweb.service': {
    lack: {
      vi: 'ca thử qua DICOMweb, đúng như đã gửi',
      en: 'the test study by DICOMweb, as it was sent',
    },
    at: 'endpoint',
    row: named('service'),
  },
  'viewer.view': {
    lack: {
      vi: 'trình xem ảnh trên web hiện đúng ca thử thách',
      en: 'a web viewer that shows the challenge study',
    },
    at: 'viewer',
    row: ({ text }) => `${text('profile')}: ${text('outcome')}`,
  },
  'hl7.endpoint': {
    lack: { vi: 'điểm nối HL7 kết nối được', en: 'an HL7 endpoint connected to' },
    row: named('endpoint'),
  },
  'hl7.exchange': {
    lack: {
      vi: 'bản tin HL7 của công cụ được xác nhận đúng',
      en: 'an HL7 message of ours rightly acknowledged',
    },
    seen: {
      vi: 'Bản tin HL7 của công cụ và mã xác nhận nhận về',
      en: 'HL7 messages of ours and the acknowledgement that came back',
    },
    at: 'endpoint',
    row: ({ row, text }) =>
      row.ackCode === undefined ? text('purpose') : `${text('purpose')}: ${text('ackCode')}`,
  },
  'hl7.worklist': {
    row: named('node'),
    columns: {
      matches: {
        holds: {
          vi: 'Số mục mang số phiếu của chỉ định thử trong danh sách chờ chụp:',
          en: 'Entries with the accession number of the test order in the worklist:',
        },
      },
    },
  },
  'workflow.step': {
    lack: {
      vi: 'bước đúng của ca thử đi từ chỉ định tới báo cáo',
      en: 'a right step of the test case from order to report',
    },
    at: 'endpoint',
    row: ({ text }) => `${text('step')}: ${text('outcome')}`,
  },
  'workflow.mapping': {
    lack: {
      vi: 'thuộc tính DICOM đúng với trường HL7 đã gửi',
      en: 'a DICOM attribute as the HL7 field sent',
    },
    seen: {
      vi: 'Thuộc tính DICOM đúng với trường HL7 đã gửi',
      en: 'DICOM attributes that are as the HL7 field sent',
    },
    at: 'view',
    row: named('attribute'),
  },
  'workflow.report': {
    lack: {
      vi: 'báo cáo của ca thử gửi về HIS như tiêu chí đòi hỏi',
      en: 'a report of the test case at the HIS as the criterion asks',
    },
    at: 'endpoint',
    row: ({ text }) => text('purpose'),
  },
  'web.endpoint': {
    row: named('endpoint'),
    columns: {
      certificateValidTo: {
        holds: { vi: 'Chứng thư số còn hạn đến', en: 'Certificate valid until' },
        unknown: {
          vi: 'không đọc được chứng thư số phù hợp',
          en: 'no fitting certificate could be read',
        },
      },
    },
  },
  'media.volume': {
    lack: {
      vi: 'đĩa, USB đã kết xuất có nội dung khớp',
      en: 'an exported medium that is consistent',
    },
    row: ({ text, vi }) => `${text('medium')}: ${text('images')} ${vi ? 'ảnh' : 'images'}`,
  },
  'challenge.task': {
    lack: {
      vi: 'trình diễn đúng trên ca thử thách',
      en: 'a demonstration on the challenge study found right',
    },
    seen: {
      vi: 'Đã trình diễn trên ca thử thách, công cụ kiểm đúng',
      en: 'Shown on the challenge study and found right by the tool',
    },
    at: sayCheck,
    row: sayTask,
    columns: {
      witnesses: {
        holds: {
          vi: 'Đã trình diễn trên ca thử thách, công cụ kiểm đúng:',
          en: 'Shown on the challenge study and found right by the tool:',
        },
        item: (cells) => ({ at: sayCheck(cells), said: sayTask(cells) }),
      },
    },
  },
  'challenge.receive': {
    lack: {
      vi: 'ca thử thách do người dùng gửi tới, đủ và đúng',
      en: 'the challenge study sent by a user, whole and right',
    },
    seen: {
      vi: 'Ca thử thách do người dùng chọn và gửi tới máy này',
      en: 'The challenge study as a user chose it and sent it to this computer',
    },
    row: sayReceived,
  },
  'challenge.media': {
    lack: {
      vi: 'ca thử thách kết xuất đủ và đúng ra đĩa, USB',
      en: 'the challenge study exported whole and right to a medium',
    },
    row: sayMedium,
  },
  'challenge.edit': {
    lack: {
      vi: 'ca thử thách được biên tập mà ảnh gốc còn nguyên',
      en: 'the challenge study edited with its originals kept',
    },
    at: 'archive',
    row: named('kind'),
  },
  'challenge.artefact': {
    lack: {
      vi: 'trị số đo lưu trong PACS nằm trong dung sai',
      en: 'a measurement saved in the PACS within tolerance',
    },
    at: 'archive',
    row: named('measurement'),
  },
};

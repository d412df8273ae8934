import { type ColumnWords, type GroupWords, named } from './group-words-type.ts';

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

/** Computers, networks, messages and web pages, by name of the fact group. */
export const systemGroupWords: Readonly<Record<string, GroupWords>> = {
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
          vi: 'chưa thấy trang web nào của RIS-PACS có chứng thư số đọc được và được tin cậy',
          en: 'no web page of the RIS-PACS seen with a certificate that can be read and is trusted',
        },
      },
    },
  },
};

import type { Facility } from '../facility/schema.ts';
import type { RiskClass } from '../probes/contract.ts';
import { TEST_PATIENT_NAME } from '../protocols/hl7/test-patient.ts';

/** The risk classes as a letter names them. */
export const riskTitles: { readonly [R in RiskClass]: string } = {
  observe: 'Nhóm chỉ quan sát',
  active: 'Nhóm gửi dữ liệu thử',
  load: 'Nhóm đo tải',
};

/** The one patient all test data belongs to, as lists in the hospital will show it. */
export const testPatient = `${TEST_PATIENT_NAME.family}^${TEST_PATIENT_NAME.given}`;

/** What a group does, and to what degree; says so when the plan has none of it. */
export function describeRisk(
  risk: RiskClass,
  probes: readonly string[],
  facility: Facility,
): string {
  const steps = probes.length;
  if (steps === 0) return 'không thực hiện trong đợt này.';
  switch (risk) {
    case 'observe':
      return `${steps} việc. ${describeObserving(new Set(probes))} Không tạo, không sửa dữ liệu.`;
    case 'active':
      return `${steps} việc. Gửi dữ liệu của một người bệnh giả định tên ${testPatient}; mỗi lần gửi được ghi nhật ký trước khi gửi và được dọn ngay sau khi đo (mục 6).`;
    case 'load': {
      const capped = [...facility.lan.paths, ...facility.internet.tests].every(
        (one) => one.maxMbps !== undefined,
      );
      const ceiling = capped
        ? 'không vượt trần tốc độ đã khai'
        : 'có thể chiếm hết băng thông của đường đo';
      return `${steps} việc. Truyền dữ liệu vô nghĩa để đo thông lượng, ${ceiling} trong thời gian ghi tại Phụ lục I; không để lại dữ liệu. Mỗi thời điểm chỉ đo một đường và có thông báo trước khi đo.`;
    }
  }
}

function describeObserving(probes: ReadonlySet<string>): string {
  const said = [
    ...(probes.has('dicom')
      ? [
          'Với DICOM: C-ECHO; đề nghị các lớp SOP và cú pháp truyền (không gửi ảnh); truy vấn C-FIND bằng mã người bệnh thử và chỉ đếm số kết quả; gọi thử bằng AE title lạ để xem hệ thống có kiểm soát truy cập (hệ thống có thể ghi cảnh báo).',
        ]
      : []),
    ...(probes.has('dicom-growth')
      ? [
          'Với kho lưu trữ: đếm số ca chụp mỗi ngày bằng C-FIND; câu trả lời chỉ được đếm rồi bỏ, không hỏi và không lưu họ tên, mã người bệnh.',
        ]
      : []),
    ...(probes.has('dicomweb')
      ? ['Với DICOMweb: truy vấn QIDO-RS bằng mã người bệnh thử và chỉ đếm số kết quả.']
      : []),
    ...(probes.has('hl7')
      ? ['Với HL7: mở kết nối, hoặc gửi một bản tin hỏi về người bệnh thử.']
      : []),
    ...(probes.has('web') ? ['Với trang web: mở trang, không đăng nhập.'] : []),
    ...(probes.has('viewer')
      ? [
          'Với trình xem ảnh trên web: mở ca thử thách bằng trình duyệt, đăng nhập bằng tài khoản được cấp nếu có khai; chỉ giữ phần ảnh của ca thử thách.',
        ]
      : []),
    ...(probes.has('challenge-archive')
      ? [
          'Với ca thử thách trong kho lưu trữ: hỏi theo mã của ca đó và mã người bệnh thử, rồi lấy ca về bằng C-GET, C-MOVE hoặc WADO-RS (khoảng 130 MB) để so với ảnh gốc; không lấy ảnh của người bệnh khác.',
        ]
      : []),
    ...(probes.has('challenge-receive')
      ? [
          'Chờ một người dùng gửi ca thử thách tới máy của công cụ; mọi ảnh khác bị từ chối và không được giữ.',
        ]
      : []),
    ...(probes.has('challenge-media')
      ? ['Với đĩa, USB hoặc tệp ISO đã kết xuất: đọc để tìm ca thử thách.']
      : []),
    ...(probes.has('database')
      ? [
          'Với cơ sở dữ liệu: đăng nhập bằng tài khoản được cấp và hỏi tên, phiên bản; không đọc bảng nào.',
        ]
      : []),
    ...(probes.has('ports')
      ? [
          'Với các máy chủ đã khai (không gồm thiết bị sinh hình): mở rồi đóng ngay một kết nối tới những cổng ghi tại Phụ lục I, mỗi cổng một lần, không gửi gì (hệ thống giám sát an ninh có thể ghi nhận).',
        ]
      : []),
  ];
  return said.length > 0 ? said.join(' ') : 'Chỉ đọc.';
}

/** When test data and load may run: the declared windows, or a blank to be agreed. */
export function describeWindow(windows: Facility['allowedWindow'], needed: boolean): string {
  if (!windows || windows.length === 0) {
    return needed
      ? 'Việc gửi dữ liệu thử và đo tải chỉ thực hiện trong khung giờ do các đơn vị thống nhất: từ ...... giờ ...... đến ...... giờ ......'
      : '';
  }
  const said = windows.map(
    ({ days, from, to }) =>
      `${sayDays(days)}, từ ${sayClock(from)} đến ${sayClock(to)}${to < from ? ' hôm sau' : ''}`,
  );
  return `Việc gửi dữ liệu thử và đo tải chỉ thực hiện trong khung giờ: ${said.join('; ')}.`;
}

type Day = NonNullable<Facility['allowedWindow']>[number]['days'][number];
const week: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const dayWords: { readonly [D in Day]: string } = {
  mon: 'thứ Hai',
  tue: 'thứ Ba',
  wed: 'thứ Tư',
  thu: 'thứ Năm',
  fri: 'thứ Sáu',
  sat: 'thứ Bảy',
  sun: 'Chủ nhật',
};

/** Consecutive days as a span: "thứ Hai đến thứ Sáu". */
function sayDays(days: readonly Day[]): string {
  const sorted = week.filter((day) => days.includes(day));
  const [first] = sorted;
  const last = sorted.at(-1);
  if (sorted.length === 7) return 'tất cả các ngày';
  const isSpan = first && last && week.indexOf(last) - week.indexOf(first) === sorted.length - 1;
  return isSpan && sorted.length > 2
    ? `${dayWords[first]} đến ${dayWords[last]}`
    : sorted.map((day) => dayWords[day]).join(', ');
}

function sayClock(clock: string): string {
  const [hours = '', minutes = ''] = clock.split(':');
  return `${hours} giờ ${minutes}`;
}

/** How test data leaves the systems again, in full sentences. */
export function describeRemoval(facility: Facility, active: boolean): string[] {
  if (!active) {
    return [
      'Kế hoạch này không gửi dữ liệu thử nào lên hệ thống, nên không có dữ liệu phải xóa. Truy vấn chỉ dùng mã người bệnh thử bắt đầu bằng RISPACS, hoặc chỉ đếm.',
    ];
  }
  const { testData } = facility;
  const patient = `Toàn bộ dữ liệu thử thuộc một người bệnh giả định: họ tên ${testPatient}, mã người bệnh bắt đầu bằng RISPACS; không trùng với mã của người bệnh thật. Trong lúc chưa xóa, chỉ định thử có thể hiện trong danh sách, thống kê và viện phí.`;
  if (!testData) {
    return [
      patient,
      'Cách xóa dữ liệu thử chưa được khai; việc gửi dữ liệu thử chỉ thực hiện sau khi các đơn vị thống nhất: cách xóa ........................................ người xóa ........................................',
    ];
  }
  const ways: Readonly<Record<NonNullable<Facility['testData']>['removal'], string>> = {
    'dicomweb-delete':
      'Công cụ xóa ảnh thử bằng DICOMweb, hủy chỉ định thử bằng bản tin HL7, sau đó truy vấn lại để xác nhận đã hết.',
    iocm: 'Công cụ gửi thông báo loại bỏ ảnh thử theo IHE IOCM, hủy chỉ định thử bằng bản tin HL7, sau đó truy vấn lại để xác nhận đã hết.',
    'order-cancel':
      'Công cụ hủy chỉ định thử bằng bản tin HL7, sau đó truy vấn lại danh sách chỉ định để xác nhận đã hết.',
    administrator:
      'Dữ liệu thử do người quản trị hệ thống xóa theo danh sách công cụ lập ngay sau khi đo.',
  };
  const person = testData.administrator
    ? `Người xóa những gì còn lại: ${testData.administrator}.`
    : 'Người xóa những gì còn lại: ........................................';
  const forward =
    testData.autoForward.length > 0
      ? `PACS tự chuyển tiếp ảnh tới: ${testData.autoForward.join('; ')}. Dữ liệu thử tại những nơi này cũng phải được xóa.`
      : 'Theo khai báo, PACS không tự chuyển tiếp ảnh tới nơi khác; nếu có, đề nghị nhà cung cấp ghi rõ tại Phụ lục II.';
  return [patient, `${ways[testData.removal]} ${person}`, forward];
}

/** How a facility speaks of itself and who signs for it, from the first words of its name. */
export function nameIssuer(name: string): {
  readonly self: string;
  readonly signer: string;
  readonly leader: string;
} {
  const start = name.trim().toLocaleLowerCase('vi');
  if (start.startsWith('bệnh viện'))
    return { self: 'Bệnh viện', signer: 'GIÁM ĐỐC', leader: 'Lãnh đạo bệnh viện' };
  if (start.startsWith('trung tâm'))
    return { self: 'Trung tâm', signer: 'GIÁM ĐỐC', leader: 'Lãnh đạo trung tâm' };
  if (start.startsWith('viện'))
    return { self: 'Viện', signer: 'VIỆN TRƯỞNG', leader: 'Lãnh đạo viện' };
  return { self: 'Đơn vị', signer: 'THỦ TRƯỞNG ĐƠN VỊ', leader: 'Lãnh đạo đơn vị' };
}

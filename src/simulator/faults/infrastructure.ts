import {
  attestation,
  both,
  computers,
  declaredAbsent,
  figure,
  notAttested,
  oneComputerMore,
  paper,
  system,
  withoutPaper,
  withoutRefusal,
} from './change-scenario.ts';
import { type Fault, fault } from './fault.ts';

/** What can be wrong with computers, network, Internet line, servers, storage and power (ht-01 to ht-09). */
export const infrastructureFaults: readonly Fault[] = [
  fault(
    'workstation-memory-too-low',
    {
      vi: 'Máy trạm thấp nhất có 8 GiB bộ nhớ, nhà cung cấp yêu cầu 16 GiB',
      en: 'The weakest workstation has 8 GiB of memory, the vendor asks for 16 GiB',
    },
    { 'not-met': ['ht-01'] },
    figure('workstation-inventory', 'lowestMemoryGiB', 8),
  ),
  fault(
    'workstation-minimum-of-another-product',
    {
      vi: 'Cấu hình máy trạm tối thiểu là của một sản phẩm khác',
      en: 'The minimum workstation configuration is that of another product',
    },
    { 'needs-attestation': ['ht-01'] },
    paper('workstation-requirements', { namesProduct: 'other' }),
  ),
  fault(
    'wired-network-not-read',
    {
      vi: 'Bản kiểm kê không cho biết máy nào nối mạng dây',
      en: 'No inventory says whether its computer is on the wired network',
    },
    { undetermined: ['ht-02'] },
    computers(() => true, { network: 'not-read' }),
  ),
  fault(
    'wireless-only',
    {
      vi: 'Mọi máy chủ và máy trạm chỉ nối mạng không dây',
      en: 'Every server and workstation is on the wireless network only',
    },
    { undetermined: ['ht-02', 'ht-03'] },
    computers(() => true, { network: 'wireless' }),
  ),
  fault(
    'slow-port',
    {
      vi: 'Cổng mạng của một máy chủ PACS chỉ 100 Mb/s',
      en: 'The network port of a PACS server runs at 100 Mb/s',
    },
    { 'not-met': ['ht-03'] },
    computers('pacs-02', { linkMbps: 100 }),
  ),
  fault(
    'half-duplex',
    {
      vi: 'Cổng mạng của một trạm đọc chạy bán song công',
      en: 'The network port of a reading workstation is half duplex',
    },
    { 'not-met': ['ht-03'] },
    computers('tram-doc-03', { duplex: 'half' }),
  ),
  fault(
    'network-path-not-measured',
    {
      vi: 'Không đo được đường từ trạm đọc tới máy chủ PACS, cũng không có văn bản nêu lý do',
      en: 'The path from a reading workstation to the PACS was not measured, and no letter says why',
    },
    { undetermined: ['ht-03'] },
    withoutRefusal('lan'),
  ),
  fault(
    'shared-network',
    {
      vi: 'PACS dùng chung mạng với toàn bệnh viện, không có V-LAN riêng',
      en: 'The PACS shares the network of the whole hospital, without a VLAN of its own',
    },
    { 'not-met': ['ht-03'] },
    declaredAbsent('it', 'Chưa tách V-LAN riêng cho PACS', 'ht-03.dedicated'),
  ),
  fault(
    'office-computer-in-vlan',
    {
      vi: 'Switch cho thấy một máy văn phòng nằm trong V-LAN của PACS',
      en: 'The switch shows an office computer in the VLAN of the PACS',
    },
    { 'not-met': ['ht-03'] },
    oneComputerMore('tram-doc-04', {
      id: 'van-phong-01',
      name: 'Máy văn phòng 1',
      role: 'client',
      displays: 1,
    }),
  ),
  fault(
    'unreadable-inventory',
    {
      vi: 'Tệp kiểm kê của một máy chủ PACS bị hỏng',
      en: 'The inventory file of a PACS server is damaged',
    },
    { undetermined: ['ht-03', 'ht-06'] },
    computers('pacs-02', { inventory: 'damaged' }),
  ),
  fault(
    'no-internet-contract',
    {
      vi: 'Không có hợp đồng đường truyền Internet',
      en: 'There is no contract of the Internet line',
    },
    { 'needs-attestation': ['ht-04'] },
    withoutPaper('isp-contract'),
  ),
  fault(
    'internet-upload-too-low',
    {
      vi: 'Hợp đồng Internet chỉ cam kết tải lên 40 Mb/s',
      en: 'The Internet contract commits to 40 Mb/s of upload only',
    },
    { 'not-met': ['ht-04'] },
    figure('isp-contract', 'uploadMbps', 40),
  ),
  fault(
    'internet-refusal-without-letter',
    {
      vi: 'Không cho đo đường truyền Internet nhưng không có văn bản',
      en: 'The Internet line may not be measured, but there is no letter that says so',
    },
    { undetermined: ['ht-04'] },
    (scenario) => ({
      ...scenario,
      refusals: scenario.refusals.map((one) =>
        one.probe === 'internet' ? { ...one, file: { ...one.file, state: 'missing' } } : one,
      ),
    }),
  ),
  fault(
    'single-server',
    { vi: 'Cụm chỉ có một máy chủ', en: 'The cluster has one server only' },
    { 'not-met': ['ht-05'] },
    figure('ha-configuration', 'nodes', 1),
  ),
  fault(
    'old-backup-log',
    { vi: 'Nhật ký sao lưu đã cũ ba tháng', en: 'The backup log is three months old' },
    { 'needs-attestation': ['ht-05'] },
    paper('backup-log', { issuedDaysAgo: 95 }),
  ),
  fault(
    'commercial-os',
    {
      vi: 'Máy chủ PACS chạy hệ điều hành thương mại không có giấy tờ hỗ trợ',
      en: 'A PACS server runs a commercial operating system without papers of support',
    },
    { 'needs-attestation': ['ht-06'] },
    computers('pacs-02', {
      software: [{ kind: 'os', name: 'Microsoft Windows Server 2012 R2', version: '6.3.9600' }],
    }),
  ),
  fault(
    'dbms-attestation-expired',
    {
      vi: 'Xác nhận về hệ quản trị cơ sở dữ liệu đã hết giá trị',
      en: 'The attestation of the database system is no longer valid',
    },
    { 'needs-attestation': ['ht-06'] },
    attestation('ht-06.dbms', { signedDaysAgo: 400, expiresInDays: -35 }),
  ),
  fault(
    'no-writable-volume',
    {
      vi: 'Mọi ổ lưu trữ của máy chủ PACS và máy lưu trữ chỉ đọc được',
      en: 'Every volume of the PACS and storage servers is read-only',
    },
    { undetermined: ['ht-07'] },
    computers((one) => one.role === 'pacs' || one.role === 'storage', { storage: 'read-only' }),
  ),
  fault(
    'no-backup-power',
    {
      vi: 'Không có UPS, máy phát điện hay nguồn dự phòng nào',
      en: 'There is no UPS, generator or other backup power',
    },
    { 'not-met': ['ht-08'] },
    both(
      system('power', { supply: 'none' }),
      withoutPaper('ups-maintenance'),
      declaredAbsent(
        'it',
        'Chưa có nguồn điện dự phòng cho phòng máy chủ',
        ...['ht-08.ups', 'ht-08.generator', 'ht-08.other'],
      ),
    ),
  ),
  fault(
    'ups-not-maintained',
    {
      vi: 'UPS không đọc được qua mạng, không bảo trì đã hơn một năm và không ai xác nhận',
      en: 'The UPS cannot be read over the network, was not maintained for more than a year and nobody attests it',
    },
    { undetermined: ['ht-08'] },
    both(
      system('power', { supply: 'none' }),
      paper('ups-maintenance', { issuedDaysAgo: 430 }),
      notAttested('ht-08.ups'),
    ),
  ),
  fault(
    'ups-on-battery',
    {
      vi: 'Khi đọc, UPS đang chạy bằng ắc quy sắp cạn và biên bản bảo trì đã cũ',
      en: 'When it is read, the UPS runs on a failing battery, and its maintenance record is old',
    },
    { undetermined: ['ht-08'] },
    both(
      system('power', { supply: 'on-battery' }),
      paper('ups-maintenance', { issuedDaysAgo: 430 }),
    ),
  ),
  fault(
    'no-load-balancer',
    { vi: 'Không có thiết bị cân bằng tải', en: 'There is no load balancer' },
    { 'not-met': ['ht-09'] },
    both(
      withoutPaper('load-balancer-config'),
      declaredAbsent('it', 'Chưa có thiết bị cân bằng tải', 'ht-09'),
    ),
  ),
  fault(
    'balancer-with-one-server',
    {
      vi: 'Sau thiết bị cân bằng tải chỉ có một máy chủ nhận tải',
      en: 'Only one server behind the load balancer takes load',
    },
    { undetermined: ['ht-09'] },
    both(figure('load-balancer-config', 'activeBackends', 1), notAttested('ht-09')),
  ),
];

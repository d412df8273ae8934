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
  withRefusal,
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
    'bad-cable',
    {
      vi: 'Switch cho thấy cáp của một máy chủ PACS chỉ chạy 100 Mb/s, dù máy báo 1 Gb/s',
      en: 'The switch shows the cable of a PACS server at 100 Mb/s, whatever the server says',
    },
    { 'not-met': ['ht-03'] },
    system('network', { badCable: ['pacs-02'] }),
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
    'port-in-another-vlan',
    {
      vi: 'Cổng của một máy chủ PACS nằm ở V-LAN khác, và không có sơ đồ mạng',
      en: 'The port of a PACS server is in another VLAN, and there is no network diagram',
    },
    { undetermined: ['ht-03'] },
    both(system('network', { outsideVlan: ['pacs-02'] }), withoutPaper('network-diagram')),
  ),
  fault(
    'port-in-another-vlan-with-diagram',
    {
      vi: 'Cổng của một máy chủ PACS nằm ở V-LAN khác, như sơ đồ mạng đã vẽ',
      en: 'The port of a PACS server is in another VLAN, as the network diagram has it',
    },
    {},
    system('network', { outsideVlan: ['pacs-02'] }),
  ),
  fault(
    'wrong-snmp-community',
    {
      vi: 'Switch không nhận community đã khai, và không có sơ đồ mạng',
      en: 'The switch does not take the community that was declared, and there is no network diagram',
    },
    { undetermined: ['ht-03'] },
    both(system('network', { community: 'changed' }), withoutPaper('network-diagram')),
  ),
  fault(
    'switch-too-slow',
    {
      vi: 'Switch trả lời SNMP quá chậm, và không có sơ đồ mạng',
      en: 'The switch answers SNMP too late, and there is no network diagram',
    },
    { undetermined: ['ht-03'] },
    both(system('network', { answers: 'late' }), withoutPaper('network-diagram')),
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
    'one-sided-cluster',
    {
      vi: 'Chỉ có tệp keepalived của một máy, chưa biết máy kia',
      en: 'There is the keepalived file of one node only; the other is not known',
    },
    { undetermined: ['ht-05'] },
    system('clusters', { web: 'one-node' }),
  ),
  fault(
    'cluster-with-one-healthy-node',
    {
      vi: 'Cụm PACS chỉ còn một máy hoạt động',
      en: 'Only one server of the PACS cluster is on-line',
    },
    { undetermined: ['ht-05'] },
    system('clusters', { pacs: 'one-offline' }),
  ),
  fault(
    'stale-cluster-record',
    {
      vi: 'Tệp trạng thái cụm PACS đã cũ 40 ngày',
      en: 'The state of the PACS cluster was written 40 days ago',
    },
    { undetermined: ['ht-05'] },
    system('clusters', { pacsToldDaysAgo: 40 }),
  ),
  fault(
    'clusters-attested-only',
    {
      vi: 'Không ai lấy trạng thái cụm, chỉ có xác nhận và bản xuất, không có văn bản nêu lý do',
      en: 'Nobody collected the state of the clusters; there are an attestation and an export, and no letter that says why',
    },
    { undetermined: ['ht-05'] },
    system('clusters', { state: 'none' }),
  ),
  fault(
    'backup-too-old',
    {
      vi: 'Bản sao lưu cơ sở dữ liệu thành công gần nhất đã bốn ngày',
      en: 'The latest successful backup of the database is four days old',
    },
    { undetermined: ['ht-05'] },
    system('backups', { databaseHoursAgo: 96 }),
  ),
  fault(
    'backup-failed',
    {
      vi: 'Lần sao lưu cơ sở dữ liệu gần nhất bị lỗi',
      en: 'The latest backup of the database failed',
    },
    { undetermined: ['ht-05'] },
    system('backups', { lastDatabaseRun: 'failed' }),
  ),
  fault(
    'old-backup-log',
    {
      vi: 'Không đọc được sổ sao lưu, có văn bản, nhưng nhật ký in ra đã cũ ba tháng',
      en: 'The records of the backup software may not be read, as a letter says, and the printed log is three months old',
    },
    { undetermined: ['ht-05'] },
    both(
      system('backups', { state: 'none' }),
      withRefusal('backup', 'Không chép được sổ của phần mềm sao lưu'),
      paper('backup-log', { issuedDaysAgo: 95 }),
    ),
  ),
  fault(
    'never-restored',
    {
      vi: 'Có sao lưu nhưng chưa ai phục hồi thử',
      en: 'Backups are made, but nobody ever tried to restore one',
    },
    { 'needs-attestation': ['ht-05'] },
    both(withoutPaper('restore-test'), notAttested('ht-05.backup')),
  ),
  fault(
    'ended-os',
    {
      vi: 'Máy chủ PACS chạy hệ điều hành mà hãng đã ngừng hỗ trợ',
      en: 'A PACS server runs an operating system that its maker does not support any more',
    },
    { 'not-met': ['ht-06'] },
    computers('pacs-02', {
      software: [{ kind: 'os', name: 'Microsoft Windows Server 2008 R2', version: '6.1.7601' }],
    }),
  ),
  fault(
    'os-extension-not-bought',
    {
      vi: 'Máy chủ PACS chạy hệ điều hành chỉ còn hỗ trợ kéo dài, và bệnh viện chưa mua',
      en: 'A PACS server runs an operating system with nothing but an extension left, and it was not bought',
    },
    { 'needs-attestation': ['ht-06'] },
    computers('pacs-02', {
      software: [{ kind: 'os', name: 'Red Hat Enterprise Linux', version: '7.9' }],
    }),
  ),
  fault(
    'unknown-os',
    {
      vi: 'Máy chủ PACS chạy hệ điều hành mà bảng thời hạn hỗ trợ không biết, không có giấy tờ của hãng',
      en: 'A PACS server runs an operating system that the support table does not know, without a paper of its maker',
    },
    { undetermined: ['ht-06'] },
    computers('pacs-02', {
      software: [{ kind: 'os', name: 'VinOS Mô Phỏng', version: '3' }],
    }),
  ),
  fault(
    'unmended-open-source-os',
    {
      vi: 'Máy chủ PACS chạy hệ điều hành mã nguồn mở không còn ai vá',
      en: 'A PACS server runs an open-source operating system that nobody mends any more',
    },
    {},
    computers('pacs-02', {
      software: [{ kind: 'os', name: 'CentOS Linux', version: '7' }],
    }),
  ),
  fault(
    'ended-dbms',
    {
      vi: 'Máy chủ cơ sở dữ liệu chạy phần mềm mà hãng đã ngừng hỗ trợ',
      en: 'The database server runs software that its maker does not support any more',
    },
    { 'not-met': ['ht-06'] },
    both(
      system('database', { state: 'none' }),
      computers('csdl-01', {
        software: [
          { kind: 'os', name: 'Debian GNU/Linux', version: '12' },
          { kind: 'dbms', name: 'Microsoft SQL Server 2008 R2', version: '10.50.6000' },
        ],
      }),
    ),
  ),
  fault(
    'unmended-open-source-dbms',
    {
      vi: 'Cơ sở dữ liệu PostgreSQL thuộc dòng phiên bản không còn ai vá',
      en: 'The PostgreSQL database is of a line of versions that nobody mends any more',
    },
    {},
    system('database', { release: 'past-its-end' }),
  ),
  fault(
    'database-login-refused',
    {
      vi: 'Cơ sở dữ liệu không cho tài khoản đọc đăng nhập, không có văn bản nêu lý do',
      en: 'The database does not let the reading account in, and no letter says why',
    },
    { undetermined: ['ht-06'] },
    system('database', { login: 'refused' }),
  ),
  fault(
    'database-down',
    {
      vi: 'Cơ sở dữ liệu không trả lời',
      en: 'The database does not answer',
    },
    { undetermined: ['ht-06'] },
    system('database', { state: 'stopped' }),
  ),
  fault(
    'dbms-attestation-expired',
    {
      vi: 'Không được hỏi cơ sở dữ liệu, có văn bản, nhưng xác nhận về nó đã hết giá trị',
      en: 'The database may not be asked, as a letter says, but the attestation of it is no longer valid',
    },
    { undetermined: ['ht-06'] },
    both(
      system('database', { state: 'none' }),
      withRefusal('database', 'Nhà cung cấp không cấp tài khoản đọc cơ sở dữ liệu'),
      attestation('ht-06.dbms', { signedDaysAgo: 400, expiresInDays: -35 }),
    ),
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
    'ups-lost',
    {
      vi: 'Máy chủ NUT không còn thấy UPS, và biên bản bảo trì đã cũ',
      en: 'The NUT server has lost the UPS, and its maintenance record is old',
    },
    { undetermined: ['ht-08'] },
    both(system('power', { supply: 'lost' }), paper('ups-maintenance', { issuedDaysAgo: 430 })),
  ),
  fault(
    'no-load-balancer',
    { vi: 'Không có thiết bị cân bằng tải', en: 'There is no load balancer' },
    { 'not-met': ['ht-09'] },
    both(
      system('balancer', { mode: 'none' }),
      withoutPaper('load-balancer-config'),
      declaredAbsent('it', 'Chưa có thiết bị cân bằng tải', 'ht-09'),
    ),
  ),
  fault(
    'balancer-with-one-server',
    {
      vi: 'Bản xuất cấu hình của thiết bị cân bằng tải chỉ có một máy chủ nhận tải',
      en: 'In the export of the load balancer only one server takes load',
    },
    { undetermined: ['ht-09'] },
    both(
      system('balancer', { mode: 'none' }),
      figure('load-balancer-config', 'activeBackends', 1),
      notAttested('ht-09'),
    ),
  ),
  fault(
    'standby-only-balancer',
    {
      vi: 'Thiết bị cân bằng tải chỉ giao tải cho một máy, máy kia chờ thay thế, dù giấy tờ ghi hai máy',
      en: 'The load balancer gives all load to one server and keeps the other in reserve, although the paper says two',
    },
    { undetermined: ['ht-09'] },
    system('balancer', { mode: 'standby' }),
  ),
];
